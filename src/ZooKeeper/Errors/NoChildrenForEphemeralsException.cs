namespace ChefActors.ZooKeeper;

/// <summary>The parent is ephemeral and can have no children.</summary>
public sealed class NoChildrenForEphemeralsException(string operation, string? path) : ZooKeeperException(ErrorCode.NoChildrenForEphemerals, operation, path, "the parent is ephemeral and has no children");
