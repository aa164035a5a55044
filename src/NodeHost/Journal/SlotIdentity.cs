namespace ChefActors.NodeHost.Journal;

/// <summary>Which push a slot held when it was read. Identity is the mzxid; version and mtime guard against a node znode made anew.</summary>
/// <param name="Mzxid">The transaction that set the slot.</param>
/// <param name="Version">The slot's data version then.</param>
/// <param name="Mtime">Its time, in milliseconds since 1970 by the server's clock.</param>
internal sealed record SlotIdentity(long Mzxid, int Version, long Mtime)
{
    /// <summary>Whether it is the other or came before it: by zxid and by time. Where the two disagree (a server set up anew) it did not.</summary>
    internal bool IsNoLaterThan(SlotIdentity other) => Mzxid <= other.Mzxid && Mtime <= other.Mtime;
}
