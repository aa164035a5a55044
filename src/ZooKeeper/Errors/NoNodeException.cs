namespace ChefActors.ZooKeeper;

/// <summary>The znode, or the parent of the one to create, does not exist.</summary>
public sealed class NoNodeException(string operation, string? path) : ZooKeeperException(ErrorCode.NoNode, operation, path, "the znode does not exist");
