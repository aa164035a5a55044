using ChefActors.ZooKeeper.Embedded.Tree;

namespace ChefActors.ZooKeeper.Embedded.Storage.Records;

/// <summary>All that a data directory holds, as values in memory.</summary>
internal sealed class StoreImage
{
    public ZnodeTree Tree { get; } = new();

    public Dictionary<long, StoredSession> Sessions { get; } = [];

    /// <summary>Of the last transaction, refused ones too.</summary>
    public long LastZxid { get; set; }

    /// <summary>The largest session id that was ever given out; 0: none.</summary>
    public long LastSessionId { get; set; }
}
