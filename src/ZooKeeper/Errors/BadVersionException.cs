namespace ChefActors.ZooKeeper;

/// <summary>The znode's version is not the one that was given.</summary>
public sealed class BadVersionException(string operation, string? path) : ZooKeeperException(ErrorCode.BadVersion, operation, path, "the znode's version is another");
