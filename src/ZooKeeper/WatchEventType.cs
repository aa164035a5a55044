namespace ChefActors.ZooKeeper;

/// <summary>Watcher.Event.EventType of the protocol.</summary>
public enum WatchEventType
{
    /// <summary>The session's state changed; nothing is known of the znode.</summary>
    None = -1,

    /// <summary>The znode came.</summary>
    NodeCreated = 1,

    /// <summary>The znode went.</summary>
    NodeDeleted = 2,

    /// <summary>Its data was set.</summary>
    NodeDataChanged = 3,

    /// <summary>A child came or went.</summary>
    NodeChildrenChanged = 4,
}
