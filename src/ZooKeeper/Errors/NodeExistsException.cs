namespace ChefActors.ZooKeeper;

/// <summary>The znode to create exists already.</summary>
public sealed class NodeExistsException(string operation, string? path) : ZooKeeperException(ErrorCode.NodeExists, operation, path, "the znode exists already");
