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

    internal async Task StartAsync(CancellationToken cancellationToken)
    {
        _running = Task.Run(_loop.RunAsync, CancellationToken.None);
        await _loop.Ready.WaitAsync(cancellationToken);
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
        request.Trace = _session.Options.Telemetry?.Begin(request.Operation, request.Path, _session.TimeProvider);
        request.CancelWith(_session.Queue, cancellationToken);
        _session.Queue.Enqueue(request);
        return request.Task;
    }
}
