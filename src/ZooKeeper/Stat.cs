namespace ChefActors.ZooKeeper;

/// <summary>What ZooKeeper keeps about a znode (record <c>Stat</c> of zookeeper.jute). Times are milliseconds since 1970 by the server's clock.</summary>
/// <param name="Czxid">The transaction that created it.</param>
/// <param name="Mzxid">The transaction that last set its data.</param>
/// <param name="Ctime">Creation time.</param>
/// <param name="Mtime">Time of the last change of data.</param>
/// <param name="Version">Number of changes of data; starts at 0 again when the znode is created anew.</param>
/// <param name="Cversion">Number of changes of the children.</param>
/// <param name="Aversion">Number of changes of the ACL.</param>
/// <param name="EphemeralOwner">The session of an ephemeral znode, else 0.</param>
/// <param name="DataLength">Bytes of data.</param>
/// <param name="NumChildren">Number of children.</param>
/// <param name="Pzxid">The transaction that last created or deleted a child.</param>
public readonly record struct Stat(
    long Czxid, long Mzxid, long Ctime, long Mtime, int Version, int Cversion, int Aversion,
    long EphemeralOwner, int DataLength, int NumChildren, long Pzxid)
{
    /// <summary><see cref="Mtime"/> as a time.</summary>
    public DateTimeOffset ModifiedAt => DateTimeOffset.FromUnixTimeMilliseconds(Mtime);
}
