namespace ChefActors.ZooKeeper;

/// <summary>Which watches of a path are meant (Watcher.WatcherType of the protocol).</summary>
public enum WatchType
{
    /// <summary>Those set by reading the children.</summary>
    Children = 1,

    /// <summary>Those set by reading data or asking for existence.</summary>
    Data = 2,

    /// <summary>All of them.</summary>
    Any = 3,

    /// <summary>Those of <see cref="WatchMode.Persistent"/>.</summary>
    Persistent = 4,

    /// <summary>Those of <see cref="WatchMode.PersistentRecursive"/>.</summary>
    PersistentRecursive = 5,
}
