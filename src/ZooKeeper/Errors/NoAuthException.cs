namespace ChefActors.ZooKeeper;

/// <summary>The ACL does not allow it to this session's credentials.</summary>
public sealed class NoAuthException(string operation, string? path) : ZooKeeperException(ErrorCode.NoAuth, operation, path, "not allowed by the znode's ACL");
