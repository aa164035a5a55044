namespace ChefActors.ZooKeeper;

/// <summary>The server has lost its quorum and takes no writes.</summary>
public sealed class NotReadOnlyException(string operation, string? path) : ZooKeeperException(ErrorCode.NotReadOnly, operation, path, "the server takes no writes now");
