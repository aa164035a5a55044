namespace ChefActors.ZooKeeper.Embedded.Watches;

/// <summary>What a watch waits for. A watcher has at most one of each kind per path.</summary>
internal enum WatchKind
{
    /// <summary>One event: created, deleted or data changed (getData and exists).</summary>
    Data,

    /// <summary>One event: children changed or deleted (getChildren).</summary>
    Child,

    /// <summary>All of data and child events of the path, until removed.</summary>
    Persistent,

    /// <summary>Created, deleted and data changed of the path and all below it, until removed.</summary>
    Recursive,
}
