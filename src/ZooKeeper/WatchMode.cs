namespace ChefActors.ZooKeeper;

/// <summary>What a watch that stays sees (AddWatchMode of the protocol; servers since 3.6).</summary>
public enum WatchMode
{
    /// <summary>Creation, deletion, data and list of children of one znode.</summary>
    Persistent = 0,

    /// <summary>Creation, deletion and data of the znode and of all below it; no lists of children.</summary>
    PersistentRecursive = 1,
}
