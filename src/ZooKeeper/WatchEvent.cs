namespace ChefActors.ZooKeeper;

/// <summary>
/// Called once per watch, or for each event of a watch that stays. It may await any request of the client, and is never called again before
/// its call has ended: while it awaits it delays its own later events, no other handler's and never the connection. It must not block its
/// thread. An exception that it throws is logged and goes no further.
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
