namespace ChefActors.ZooKeeper;

/// <summary>The session was taken up on another connection meanwhile; it was not carried out here.</summary>
public sealed class SessionMovedException(string operation, string? path) : ZooKeeperException(ErrorCode.SessionMoved, operation, path, "the session has moved to another connection");
