using Microsoft.Extensions.Logging;

namespace ChefActors.ZooKeeper.Watches;

/// <summary>
/// Calls handlers in the order of the wire, on a loop of its own: a handler may await a request, because the loop that reads replies never
/// waits for a handler. A handler that has not ended holds up its own later calls and nobody else's. Nothing runs while there is nothing to
/// tell. What waits is bounded by the watches that were set, since each is called once.
/// </summary>
internal sealed partial class WatchDispatcher(ILogger logger)
{
    private readonly Lock _gate = new();
    private readonly Queue<Notice> _waiting = new();
    private Dictionary<WatchHandler, Queue<WatchEvent>>? _busy;
    private bool _running;

    public void Post(IReadOnlyList<WatchHandler> handlers, WatchEvent watchEvent)
    {
        if (handlers.Count > 0) Post(new Notice(handlers, watchEvent, null, default));
    }

    public void Post(Action<SessionState>? listeners, SessionState state)
    {
        if (listeners is not null) Post(new Notice([], default, listeners, state));
    }

    /// <summary>Calls one handler; what it throws is logged.</summary>
    public async Task CallAsync(WatchHandler handler, WatchEvent watchEvent)
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

    private void Post(Notice notice)
    {
        lock (_gate)
        {
            _waiting.Enqueue(notice);
            if (_running) return;
            _running = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(static self => self.Dispatch(), this, preferLocal: false);
    }

    private void Dispatch()
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

            foreach (var handler in notice.Handlers) Begin(handler, notice.Event);
            foreach (var listener in Delegate.EnumerateInvocationList(notice.Listeners)) Call(listener, notice.State);
        }
    }

    /// <summary>Calls a handler, or lets the event wait for the end of its call before.</summary>
    private void Begin(WatchHandler handler, WatchEvent watchEvent)
    {
        lock (_gate)
        {
            if (_busy is not null && _busy.TryGetValue(handler, out var later))
            {
                later.Enqueue(watchEvent);
                return;
            }
        }

        var call = CallAsync(handler, watchEvent);
        if (call.IsCompleted) return;
        lock (_gate) (_busy ??= []).Add(handler, new Queue<WatchEvent>());
        _ = FollowAsync(handler, call);
    }

    private async Task FollowAsync(WatchHandler handler, Task call)
    {
        while (true)
        {
            await call;
            WatchEvent next;
            lock (_gate)
            {
                if (!_busy![handler].TryDequeue(out next))
                {
                    _busy.Remove(handler);
                    return;
                }
            }

            call = CallAsync(handler, next);
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
