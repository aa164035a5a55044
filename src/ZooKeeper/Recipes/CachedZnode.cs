namespace ChefActors.ZooKeeper.Recipes;

/// <summary>A znode as a <see cref="TreeCache"/> holds it.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Data">Its data; not to be changed.</param>
/// <param name="Version">The version of its data.</param>
/// <param name="Czxid">The transaction that created it: another one means another znode of that path.</param>
/// <param name="Mzxid">The transaction that last set its data.</param>
public sealed record CachedZnode(string Path, byte[]? Data, int Version, long Czxid, long Mzxid);
