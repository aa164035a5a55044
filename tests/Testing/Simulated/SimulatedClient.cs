using ChefActors.ZooKeeper;
using ChefActors.ZooKeeper.Embedded.Watches;

namespace ChefActors.Testing.Simulated;

/// <summary>One session of a simulated process. Every call has completed when it returns, unless a fault or a lost connection says otherwise.</summary>
public sealed partial class SimulatedClient : IZooKeeperClient
{
    private readonly Dictionary<(WatchKind Kind, string Path), List<WatchHandler>> _handlers = [];
    private readonly Queue<IPending> _waiting = new();
    private SessionState? _end;

    internal SimulatedClient(SimulatedProcess process, long sessionId) => (Process, SessionId) = (process, sessionId);

    /// <inheritdoc />
    public event Action<SessionState>? StateChanged;

    /// <summary>Whose session it is.</summary>
    public SimulatedProcess Process { get; }

    /// <inheritdoc />
    public long SessionId { get; }

    /// <inheritdoc />
    public TimeSpan SessionTimeout { get; } = TimeSpan.FromSeconds(20);

    /// <summary>The session has not ended at the server, whether or not its process lives.</summary>
    public bool IsAlive => _end is null;

    /// <inheritdoc />
    public SessionState State => _end is { } end && !Process.IsDisconnected ? end : Process.IsDisconnected ? SessionState.Disconnected : SessionState.Connected;

    /// <summary>Its events are held until the connection is back.</summary>
    internal bool IsHeld => Process.IsDisconnected || Process.IsFrozen;

    /// <summary>A request of it waits.</summary>
    internal bool IsAwaiting => _waiting.Count > 0;

    private SimulatedZooKeeper Server => Process.Server;

    /// <summary>A watch saw something: its handlers wait their turn.</summary>
    internal void Fire(WatchEventType type, string path)
    {
        if (type != WatchEventType.NodeChildrenChanged) Fire(WatchKind.Data, type, path);
        if (type is WatchEventType.NodeChildrenChanged or WatchEventType.NodeDeleted) Fire(WatchKind.Child, type, path);
    }

    /// <summary>The session is over at the server.</summary>
    internal void End(SessionState how)
    {
        _end = how;
        Tell(how);
        foreach (var ((_, path), handlers) in _handlers)
        {
            foreach (var handler in handlers) Server.Enqueue(this, () => Server.Call(handler, new WatchEvent(WatchEventType.None, how, path)));
        }

        _handlers.Clear();
    }

    /// <summary>The owner is told of a state, in order with the events. A lost connection is told at once: it is the client that notices it.</summary>
    internal void Tell(SessionState state)
    {
        if (Process.IsCrashed) return;
        if (state == SessionState.Disconnected) StateChanged?.Invoke(state);
        else Server.Enqueue(this, () => StateChanged?.Invoke(state));
    }

    /// <summary>The connection is back.</summary>
    internal void Resume()
    {
        if (IsAlive) Tell(SessionState.Connected);
        while (!Process.IsAnsweredInTurns && _waiting.TryDequeue(out var waiting)) waiting.Run();
        Server.DeliverIfAtOnce();
    }

    internal void AnswerOne() => _waiting.Dequeue().Run();

    private void Fire(WatchKind kind, WatchEventType type, string path)
    {
        if (!_handlers.Remove((kind, path), out var handlers)) return;
        foreach (var handler in handlers) Server.Enqueue(this, () => Server.Call(handler, new WatchEvent(type, State, path)));
    }

    private void Watch(WatchKind kind, string path, WatchHandler? handler)
    {
        if (handler is null) return;
        if (!_handlers.TryGetValue((kind, path), out var handlers)) _handlers[(kind, path)] = handlers = [];
        if (!handlers.Contains(handler)) handlers.Add(handler);
        Server.Watch(this, kind, path);
    }

    /// <summary>One request from its sending to its answer, with whatever the schedule does to it.</summary>
    private async Task<T> SendAsync<T>(string kind, string path, IReadOnlyList<ZnodeOperation> operations, Func<T> call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var bytes = operations.Sum(operation => 100L + operation.Path.Length + (operation switch
        {
            ZnodeOperation.Create create => create.Data?.Length ?? 0,
            ZnodeOperation.SetData set => set.Data?.Length ?? 0,
            _ => 0,
        }));
        if (bytes > RequestLimit) throw new RequestTooLargeException(kind, path, (int)bytes, RequestLimit);
        if (Process.IsCrashed) return await Pending<T>.Forever;
        var pending = new Pending<T>(() => Carry(kind, path, operations, call));
        if (Process.IsDisconnected || Process.IsAnsweredInTurns) _waiting.Enqueue(pending);
        else pending.Run();
        return pending.Task.IsCompleted ? await pending.Task : await pending.Task.WaitAsync(cancellationToken);
    }

    private const int RequestLimit = 1024 * 1024 - 1;

    private T Carry<T>(string kind, string path, IReadOnlyList<ZnodeOperation> operations, Func<T> call)
    {
        if (Process.IsCrashed) throw new ProcessDiedException();
        try
        {
            return CarryGuarded(kind, path, operations, call);
        }
        finally
        {
            Server.DeliverIfAtOnce();
        }
    }

    private T CarryGuarded<T>(string kind, string path, IReadOnlyList<ZnodeOperation> operations, Func<T> call)
    {
        lock (Server.Gate)
        {
            var request = new SimulatedRequest(Process, kind, path, operations, operations.Count > 0 ? ++Process.Writes : 0);
            var fault = _end is null ? Process.Faults?.Invoke(request) ?? SimulatedFault.None : SimulatedFault.None;
            Suffer(fault, kind, path, before: true);
            ThrowIfEnded(kind, path, outcomeUnknown: false);
            var answer = call();
            Suffer(fault, kind, path, before: false);
            return answer;
        }
    }

    private void Suffer(SimulatedFault fault, string kind, string path, bool before)
    {
        switch (fault)
        {
            case SimulatedFault.CrashBefore when before:
            case SimulatedFault.CrashAfter when !before:
                Process.Crash();
                break;
            case SimulatedFault.LoseRequest when before:
            case SimulatedFault.LoseReply when !before:
                Server.Enqueue(this, () => StateChanged?.Invoke(SessionState.Disconnected));
                Server.Enqueue(this, () => StateChanged?.Invoke(SessionState.Connected));
                throw new ConnectionLossException(kind, path, outcomeUnknown: true);
            case SimulatedFault.ExpireBefore when before:
            case SimulatedFault.ExpireAfter when !before:
                Server.EndSession(this, SessionState.Expired);
                ThrowIfEnded(kind, path, outcomeUnknown: !before);
                break;
        }

        // The schedule itself may have ended the process too.
        if (Process.IsCrashed) throw new ProcessDiedException();
    }

    private void ThrowIfEnded(string kind, string path, bool outcomeUnknown)
    {
        if (_end is not null) throw new SessionExpiredException(kind, path, outcomeUnknown);
    }
}
