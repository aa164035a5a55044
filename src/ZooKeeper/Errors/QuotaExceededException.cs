namespace ChefActors.ZooKeeper;

/// <summary>The quota of a znode above it does not allow it (servers since 3.7 that enforce quotas).</summary>
public sealed class QuotaExceededException(string operation, string? path) : ZooKeeperException(ErrorCode.QuotaExceeded, operation, path, "a quota above it is used up");
