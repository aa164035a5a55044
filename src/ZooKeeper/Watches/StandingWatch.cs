using System.Threading.Channels;

namespace ChefActors.ZooKeeper.Watches;

/// <summary>
/// One listener of a watch that stays. Events are posted by one at a time, under the lock of <see cref="StandingWatches"/>; posting never
/// waits for the reader.
/// </summary>
internal sealed class StandingWatch(string path, string serverPath, WatchMode mode, WatchHandler? handler, int buffer, Func<StandingWatch, Task> leave)
    : IWatchSubscription
{
    private readonly Channel<WatchEvent> _events = Channel.CreateBounded<WatchEvent>(new BoundedChannelOptions(buffer) { SingleWriter = true });
    private bool _ended;

    /// <inheritdoc />
    public string Path { get; } = path;

    public string ServerPath { get; } = serverPath;

    /// <inheritdoc />
    public WatchMode Mode { get; } = mode;

    /// <summary>Who is called with each event; null when the stream is read by its owner.</summary>
    public WatchHandler? Handler { get; } = handler;

    /// <summary>The server has set it: it is set again after a reconnect.</summary>
    public bool IsArmed { get; set; }

    /// <summary>Adds an event. When the buffer is full all that waits goes, and the reader is told to read again.</summary>
    public void Post(WatchEvent watchEvent)
    {
        if (_ended || _events.Writer.TryWrite(watchEvent)) return;
        Drain();
        _events.Writer.TryWrite(new WatchEvent(WatchEventType.Resync, watchEvent.State, Path));
    }

    /// <summary>The stream ends behind what waits, with one last event if there is one.</summary>
    public void End(SessionState? last)
    {
        if (_ended) return;
        _ended = true;
        if (last is { } state && !_events.Writer.TryWrite(new WatchEvent(WatchEventType.None, state, Path)))
        {
            // There is room for the end, whatever has to go for it.
            Drain();
            _events.Writer.TryWrite(new WatchEvent(WatchEventType.None, state, Path));
        }

        _events.Writer.TryComplete();
    }

    /// <inheritdoc />
    public IAsyncEnumerator<WatchEvent> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        _events.Reader.ReadAllAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);

    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await leave(this);

    private void Drain()
    {
        while (_events.Reader.TryRead(out _))
        {
            // Dropped: a Resync or the end says so.
        }
    }
}
