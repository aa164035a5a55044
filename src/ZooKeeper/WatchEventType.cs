namespace ChefActors.ZooKeeper;

/// <summary>Watcher.Event.EventType of the protocol, and <see cref="Resync"/> of this client.</summary>
public enum WatchEventType
{
    /// <summary>
    /// The last event of a watch: the session has ended, as its state says. With <see cref="SessionState.Connected"/> the watch alone is over,
    /// because the session moved to a server that knows no watches that stay (before 3.6).
    /// </summary>
    None = -1,

    /// <summary>
    /// Of this client, on no wire: something may have been missed, so read again what is watched. After a reconnect, which loses what a
    /// watch that stays would have seen meanwhile; when events came faster than they were taken; when somebody removed the server's watch.
    /// </summary>
    Resync = 0,

    /// <summary>The znode came.</summary>
    NodeCreated = 1,

    /// <summary>The znode went.</summary>
    NodeDeleted = 2,

    /// <summary>Its data was set.</summary>
    NodeDataChanged = 3,

    /// <summary>A child came or went.</summary>
    NodeChildrenChanged = 4,
}
