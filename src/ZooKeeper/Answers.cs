namespace ChefActors.ZooKeeper;

/// <summary>A created znode: its path (with the sequence number, without the chroot) and Stat.</summary>
public sealed record CreateResult(string Path, Stat Stat);

/// <summary>Data (null when the znode holds null) and Stat, read together.</summary>
public sealed record ZnodeData(byte[]? Data, Stat Stat);

/// <summary>Names of children, without path and in no order, and the parent's Stat, read together.</summary>
public sealed record ZnodeChildren(IReadOnlyList<string> Names, Stat Stat);

/// <summary>ACL and Stat, read together.</summary>
public sealed record ZnodeAcl(IReadOnlyList<Acl> Acl, Stat Stat);
