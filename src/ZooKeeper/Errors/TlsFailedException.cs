namespace ChefActors.ZooKeeper;

/// <summary>
/// No server of the list could be trusted, or none would have this client: opening a session failed at TLS, and trying again will not mend it.
/// The text says what was found and what to do. A session that is open keeps trying instead: its servers were trusted before.
/// </summary>
public sealed class TlsFailedException(string detail, Exception? inner = null)
    : ZooKeeperException(ErrorCode.AuthFailed, "connect", null, detail, inner);
