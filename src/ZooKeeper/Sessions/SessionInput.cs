namespace ChefActors.ZooKeeper.Sessions;

/// <summary>What happens to a session.</summary>
internal enum SessionInput
{
    /// <summary>A server took the session (or made it) and all its credentials.</summary>
    Accepted,

    /// <summary>The connection went.</summary>
    ConnectionLost,

    /// <summary>A server says that the session is gone.</summary>
    ExpiredByServer,

    /// <summary>No server was heard for so long that the session must be gone.</summary>
    ExpiredByOwnClock,

    /// <summary>Credentials were refused.</summary>
    AuthRefused,

    /// <summary>The owner closes it.</summary>
    CloseRequested,
}
