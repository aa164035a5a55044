namespace ChefActors.ZooKeeper;

/// <summary>The znode to delete has children.</summary>
public sealed class NotEmptyException(string operation, string? path) : ZooKeeperException(ErrorCode.NotEmpty, operation, path, "the znode has children");
