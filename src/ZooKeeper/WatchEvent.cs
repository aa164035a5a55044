namespace ChefActors.ZooKeeper;

/// <summary>
/// Called once per watch. It may await any request of the client; a slow handler delays later events of this client, never the connection.
/// An exception that it throws is logged and goes no further.
/// </summary>
public delegate ValueTask WatchHandler(WatchEvent watchEvent);

/// <summary>
/// What a watch saw. When the session ends (expired, closed, refused credentials) every watch that still waits gets one last event of type
/// <see cref="WatchEventType.None"/>.
/// </summary>
/// <param name="Type">What happened.</param>
/// <param name="State">The session's state then.</param>
/// <param name="Path">The znode, relative to the chroot.</param>
public readonly record struct WatchEvent(WatchEventType Type, SessionState State, string Path);
