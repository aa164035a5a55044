namespace ChefActors.ZooKeeper.Embedded.Tree;

/// <summary>
/// What a transaction can change in a znode, as one value, so that taking it back is an assignment. <c>Creates</c> is how many children were
/// ever created: the number that the next sequential child gets. Clients are shown creates and deletes together. <c>TtlMs</c> is 0 for a
/// znode that stays, its time to live in milliseconds, or <see cref="Container"/>.
/// </summary>
internal readonly record struct ZnodeState(
    byte[]? Data, IReadOnlyList<Acl> Acl, long Czxid, long Mzxid, long Pzxid, long Ctime, long Mtime,
    int Version, int Creates, int Aversion, long EphemeralOwner, long TtlMs = 0)
{
    /// <summary>The <see cref="TtlMs"/> of a container.</summary>
    public const long Container = -1;
}
