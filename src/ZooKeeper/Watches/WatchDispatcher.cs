using Microsoft.Extensions.Logging;

namespace ChefActors.ZooKeeper.Watches;

/// <summary>
/// Calls handlers one after the other, in the order of the wire, on a loop of its own: a handler may await a request, because the loop that
/// reads replies never waits for a handler. Nothing runs while there is nothing to tell. What waits is bounded by the watches that were
/// set, since each is called once.
/// </summary>
internal sealed partial class WatchDispatcher(ILogger logger)
{
    private readonly Lock _gate = new();
    private readonly Queue<Notice> _waiting = new();
    private bool _running;

    public void Post(IReadOnlyList<WatchHandler> handlers, WatchEvent watchEvent)
    {
        if (handlers.Count > 0) Post(new Notice(handlers, watchEvent, null, default));
    }

    public void Post(Action<SessionState>? listeners, SessionState state)
    {
        if (listeners is not null) Post(new Notice([], default, listeners, state));
    }

    private void Post(Notice notice)
    {
        lock (_gate)
        {
            _waiting.Enqueue(notice);
            if (_running) return;
            _running = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(static self => _ = self.DispatchAsync(), this, preferLocal: false);
    }

    private async Task DispatchAsync()
    {
        while (true)
        {
            Notice notice;
            lock (_gate)
            {
                if (!_waiting.TryDequeue(out notice))
                {
                    _running = false;
                    return;
                }
            }

            foreach (var handler in notice.Handlers) await CallAsync(handler, notice.Event);
            foreach (var listener in Delegate.EnumerateInvocationList(notice.Listeners)) Call(listener, notice.State);
        }
    }

    private async ValueTask CallAsync(WatchHandler handler, WatchEvent watchEvent)
    {
        try
        {
            await handler(watchEvent);
        }
        catch (Exception e)
        {
            HandlerFailed(logger, watchEvent.Type, watchEvent.Path, e);
        }
    }

    private void Call(Action<SessionState> listener, SessionState state)
    {
        try
        {
            listener(state);
        }
        catch (Exception e)
        {
            ListenerFailed(logger, state, e);
        }
    }

    [LoggerMessage(1, LogLevel.Error, "The handler of the watch event {Type} of {Path} failed")]
    private static partial void HandlerFailed(ILogger logger, WatchEventType type, string path, Exception exception);

    [LoggerMessage(2, LogLevel.Error, "A listener of the session's state failed at {State}")]
    private static partial void ListenerFailed(ILogger logger, SessionState state, Exception exception);

    private readonly record struct Notice(IReadOnlyList<WatchHandler> Handlers, WatchEvent Event, Action<SessionState>? Listeners, SessionState State);
}
