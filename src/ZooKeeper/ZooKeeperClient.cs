using ChefActors.ZooKeeper.Connections;
using ChefActors.ZooKeeper.Sessions;
using ChefActors.ZooKeeper.Wire;
using ChefActors.ZooKeeper.Wire.Records;

namespace ChefActors.ZooKeeper;

/// <summary>One session over TCP, made by <see cref="ZooKeeperConnector"/>.</summary>
public sealed partial class ZooKeeperClient : IZooKeeperClient
{
    private readonly Session _session;
    private readonly SessionLoop _loop;
    private readonly Lock _gate = new();
    private Task _running = Task.CompletedTask;
    private Task? _closing;

    internal ZooKeeperClient(Session session, int seed)
    {
        _session = session;
        _loop = new SessionLoop(session, seed);
    }

    /// <inheritdoc />
    public event Action<SessionState>? StateChanged
    {
        add => _loop.StateChanged += value;
        remove => _loop.StateChanged -= value;
    }

    /// <inheritdoc />
    public long SessionId => _session.Id;

    /// <inheritdoc />
    public TimeSpan SessionTimeout => _session.Timers.SessionTimeout;

    /// <inheritdoc />
    public SessionState State => _loop.State;

    /// <inheritdoc />
    public Task CloseAsync(CancellationToken cancellationToken = default)
    {
        lock (_gate) _closing ??= CloseOnceAsync();
        return _closing.WaitAsync(cancellationToken);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await CloseAsync(CancellationToken.None);

    internal async Task StartAsync(CancellationToken cancellationToken)
    {
        _running = Task.Run(_loop.RunAsync, CancellationToken.None);
        await _loop.Ready.WaitAsync(cancellationToken);
    }

    private async Task CloseOnceAsync()
    {
        Task? goodbye = null;
        if (State == SessionState.Connected)
        {
            var farewell = new PendingRequest<bool>(OpCode.CloseSession, null, ReplyParsers.Nothing, _session.Chroot);
            farewell.SetFrame(EndFrame(RequestFrame.Begin(OpCode.CloseSession)));
            _session.Queue.EnqueueLast(farewell, static request => SessionLoop.Ended(SessionState.Closed, request, outcomeUnknown: false));
            await Task.WhenAny(farewell.Task, _running, Task.Delay(_session.Options.CloseTimeout, _session.TimeProvider));
            goodbye = farewell.Task;
        }

        _loop.Stop();
        await _running;
        _ = goodbye?.Exception; // Observed: that the server did not answer in time is no one's concern.
        _loop.Dispose();
    }

    private static JuteWriter EndFrame(JuteWriter writer)
    {
        writer.EndFrame(0);
        return writer;
    }

    /// <summary>Hands a request over, or fails it alone when it is too large for any server.</summary>
    private Task<T> SendAsync<T>(PendingRequest<T> request, JuteWriter frame, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var bytes = frame.EndFrame(0);
        if (bytes > _session.Options.RequestLimit)
        {
            frame.Release();
            throw new RequestTooLargeException(request.Operation, request.Path, bytes, _session.Options.RequestLimit);
        }

        request.SetFrame(frame);
        request.CancelWith(_session.Queue, cancellationToken);
        _session.Queue.Enqueue(request);
        return request.Task;
    }
}
