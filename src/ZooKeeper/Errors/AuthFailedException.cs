namespace ChefActors.ZooKeeper;

/// <summary>The server refused the credentials; the session is over.</summary>
public sealed class AuthFailedException() : ZooKeeperException(ErrorCode.AuthFailed, "auth", null, "the server refused the credentials");
