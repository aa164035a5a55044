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

    private static Task<T> Failed<T>(Exception e) => e is OperationCanceledException cancelled ? Task.FromCanceled<T>(cancelled.CancellationToken) : Task.FromException<T>(e);

    private PendingRequest<T> Rent<T>(int type, string? path, ReplyParser<T> parser, ErrorCode accepts = ErrorCode.Ok) =>
        RequestPool<T>.Shared.Rent(type, path, parser, _session.Chroot, accepts);

    /// <summary>Hands a request over whose frame is written, or fails it alone when it is too large for any server. Afterwards it is not the caller's any more.</summary>
    private Task<T> SendAsync<T>(PendingRequest<T> request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var bytes = request.Frame.EndFrame(0);
        if (bytes > _session.Options.RequestLimit)
        {
            request.ReleaseFrame();
            throw new RequestTooLargeException(request.Operation, request.Path, bytes, _session.Options.RequestLimit);
        }

        var task = request.Task;
        request.Trace = _session.Options.Telemetry?.Begin(request.Operation, request.Path, _session.TimeProvider);
        request.CancelWith(_session.Queue, cancellationToken);
        _session.Queue.Enqueue(request);
        return task;
    }
}
