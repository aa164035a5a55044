namespace ChefActors.ZooKeeper;

/// <summary>The ACL is empty, names an unknown scheme or a malformed id, or says <c>auth</c> while the session has no credentials.</summary>
public sealed class InvalidAclException(string operation, string? path) : ZooKeeperException(ErrorCode.InvalidAcl, operation, path, "the ACL is empty or has an entry that means nothing");
