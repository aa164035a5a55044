namespace ChefActors.ZooKeeper;

/// <summary>There is no such watch of this session.</summary>
public sealed class NoWatcherException(string operation, string? path) : ZooKeeperException(ErrorCode.NoWatcher, operation, path, "there is no such watch");
