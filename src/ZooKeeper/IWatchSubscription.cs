namespace ChefActors.ZooKeeper;

/// <summary>
/// A watch that stays until it is disposed or the session ends, as a stream. Events wait in a buffer of
/// <see cref="ZooKeeperOptions.WatchBuffer"/>; who reads too slowly gets one <see cref="WatchEventType.Resync"/> instead of all that waited.
/// The last event when the session ends is <see cref="WatchEventType.None"/> with its state; then the stream ends. Disposing ends the
/// stream without an event, and takes the server's watch back with the last listener of the path and mode. Read it from one place.
/// </summary>
public interface IWatchSubscription : IAsyncEnumerable<WatchEvent>, IAsyncDisposable
{
    /// <summary>The znode, relative to the chroot.</summary>
    string Path { get; }

    /// <summary>What it sees.</summary>
    WatchMode Mode { get; }
}
