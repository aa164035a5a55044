using System.Collections.Concurrent;
using System.Threading.Channels;
using ChefActors.ZooKeeper.Embedded.Network;
using ChefActors.ZooKeeper.Embedded.Storage;
using ChefActors.ZooKeeper.Embedded.Storage.Snapshots;
using Microsoft.Extensions.Logging;

namespace ChefActors.ZooKeeper.Embedded.Requests;

/// <summary>
/// One loop gives one order to everything: frames of all connections, ticks of the session clock, and what the owner asks for. Connections
/// take turns of a bounded number of frames; answers are handed to the sockets when the loop has nothing left, or after some turns.
/// </summary>
internal sealed class RequestPipeline : IAsyncDisposable
{
    private const int FramesPerTurn = 64;
    private const int TurnsPerFlush = 32;
    private const int FlushAtBytes = 64 << 10;

    private readonly Channel<object> _work = Channel.CreateUnbounded<object>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ConcurrentDictionary<ClientConnection, bool> _connections = new(ReferenceEqualityComparer.Instance);
    private readonly List<ClientConnection> _written = [];
    private readonly Store? _store;
    private readonly CommitGate _gate;
    private readonly ServerState _state;
    private readonly RequestHandlers _handlers;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ITimer _ticker;
    private readonly Task _loop;
    private readonly ConcurrentQueue<(ClientConnection Connection, long SinceMs)> _fresh = new();
    private readonly List<ClientConnection> _frozen = [];
    private readonly int _beginWithinMs;
    private int _turns;
    private bool _isFrozen;
    private bool _clockStands;

    /// <param name="state">It is the loop's from now on.</param>
    /// <param name="options">Faults, ticks and time-outs.</param>
    /// <param name="openStore">Makes the store, which calls the first action with each zxid that is safe and the second when it has failed; null: nothing is stored.</param>
    /// <param name="time">The clock of the ticks.</param>
    /// <param name="logger">Told of what ends.</param>
    public RequestPipeline(ServerState state, EmbeddedOptions options, Func<Action<long>, Action<Exception>, Store>? openStore, TimeProvider time, ILogger logger)
    {
        (_state, _time, _logger) = (state, time, logger);
        _store = openStore?.Invoke(Synced, StorageFailed);
        _gate = _store is null ? CommitGate.Open() : new CommitGate(state.LastZxid);
        _handlers = new RequestHandlers(state, options.Faults, id => Expire(id), (delay, work) => After(delay, () => Enqueue(new Action<ServerState>(_ => work()))));
        _beginWithinMs = options.MaxTimeoutMs;
        _loop = Task.Run(LoopAsync);
        Action<ServerState> expire = Expire;
        _ticker = time.CreateTimer(_ => Enqueue(expire), state: null, options.TickTime, options.TickTime);
    }

    public ServerClock Clock => _state.Clock;

    /// <summary>Ends when the pipeline is disposed; fails when the loop met what it cannot go on from, after it dropped all connections.</summary>
    public Task Completion => _loop;

    /// <summary>A connection asks for a turn. Any thread.</summary>
    public void Post(ClientConnection connection) => Enqueue(connection);

    /// <summary>A connection exists from now on. Any thread.</summary>
    public void Opened(ClientConnection connection)
    {
        _connections[connection] = true;
        _fresh.Enqueue((connection, Clock.SteadyMs));
    }

    /// <summary>The loop's own: output was written to a connection.</summary>
    public void NeedsFlush(ClientConnection connection) => _written.Add(connection);

    /// <summary>Runs on the loop, between requests. The task is done when whatever it saw or did is safe. Any thread.</summary>
    /// <exception cref="ObjectDisposedException">The server has stopped.</exception>
    public async Task<T> RunAsync<T>(Func<ServerState, T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var queued = _work.Writer.TryWrite(new Action<ServerState>(state =>
        {
            var result = work(state);
            _gate.Wait(state.LastZxid, () => done.TrySetResult(result));
        }));
        ObjectDisposedException.ThrowIf(!queued, typeof(EmbeddedZooKeeper));
        await Task.WhenAny(done.Task, _loop);
        ObjectDisposedException.ThrowIf(!done.Task.IsCompleted, typeof(EmbeddedZooKeeper));
        return await done.Task;
    }

    /// <summary>Runs on the loop, between requests, if the server runs then and its clock does not stand. Any thread.</summary>
    public void Send(Action<ServerState> work) => Enqueue((ServerState state) =>
    {
        if (!_clockStands) work(state);
    });

    /// <summary>Runs something later, on a thread of the pool.</summary>
    public void After(TimeSpan delay, Action work) => _ = Task.Delay(delay, _time).ContinueWith(_ => work(), TaskScheduler.Default);

    /// <summary>Drops every connection. Any thread.</summary>
    public int AbortAll(string why)
    {
        var all = _connections.Keys.ToArray();
        foreach (var connection in all) connection.Abort(why);
        return all.Length;
    }

    /// <summary>While the clock stands no session expires; when it runs again all have their whole time-out before them.</summary>
    public Task<bool> SetClockAsync(bool runs) => RunAsync(state =>
    {
        if (runs) state.Sessions.TouchAll(Clock.SteadyMs);
        return _clockStands = !runs;
    });

    /// <summary>From now on no connection gets a turn and no session expires.</summary>
    public Task<bool> FreezeAsync() => RunAsync(_ => _isFrozen = true);

    /// <summary>After <see cref="FreezeAsync"/>: connections that asked for a turn get it.</summary>
    public Task<bool> ThawAsync() => RunAsync(_ =>
    {
        _isFrozen = false;
        foreach (var connection in _frozen) Post(connection);
        _frozen.Clear();
        return true;
    });

    /// <summary>Ends a session as if its time-out had passed. Loop only. False when there is none.</summary>
    public bool Expire(long sessionId)
    {
        if (!_state.Sessions.IsAlive(sessionId)) return false;
        End(sessionId);
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        await _ticker.DisposeAsync();
        _work.Writer.TryComplete();

        // How it ended is told by Completion.
        await Task.WhenAny(_loop);
        if (_store is null) return;
        await _store.SnapshotAsync();
        _store.Dispose();
    }

    private void Enqueue(object work) => _work.Writer.TryWrite(work);

    private async Task LoopAsync()
    {
        try
        {
            while (await _work.Reader.WaitToReadAsync())
            {
                while (_work.Reader.TryRead(out var work))
                {
                    if (_store is { IsFull: true } or { IsBehind: true }) await CatchUpAsync(_store);
                    Run(work);
                }

                FlushAll();
            }
        }
        catch (Exception problem)
        {
            _logger.LogCritical(problem, "The embedded ZooKeeper server stops: its request loop failed");
            _work.Writer.TryComplete(problem);
            AbortAll("the server failed");
            _gate.Shut("the server failed");
            throw;
        }
    }

    /// <summary>The disk may be slower than the clients: then the loop stands until it has caught up.</summary>
    private async Task CatchUpAsync(Store store)
    {
        FlushAll();
        if (store.IsBehind) await store.RoomAsync();
    }

    private void Synced(long zxid) => Enqueue(new Action<ServerState>(_ => _gate.Raise(zxid)));

    // The loop fails with it: nothing is known of what was written last, so nothing more is answered.
    private void StorageFailed(Exception problem) => Enqueue(new Action<ServerState>(_ => throw new ZooKeeperStorageException(
        $"the data directory can no longer be written: {problem.Message}. The server stops; nothing unwritten was acknowledged. Mend the disk (is it full?) and start it again", inner: problem)));

    private void Run(object work)
    {
        if (work is ClientConnection connection) Turn(connection);
        else ((Action<ServerState>)work)(_state);
        if (++_turns < TurnsPerFlush) return;
        FlushAll();
    }

    private void Turn(ClientConnection connection)
    {
        if (_isFrozen)
        {
            _frozen.Add(connection);
            return;
        }

        connection.BeginTurn();
        for (var i = 0; i < FramesPerTurn && connection.TryTake(out var frame); i++)
        {
            _handlers.Handle(connection, frame.Span);
            frame.Return();
            if (connection.Output.Length > FlushAtBytes) Flush(connection);
            if (_store is { IsFull: true }) break;
        }

        if (connection.EndTurn()) LetGo(connection);
    }

    private void LetGo(ClientConnection connection)
    {
        if (!_connections.TryRemove(connection, out _)) return;
        if (connection.Session is { } session && _state.ConnectionOfSession.TryGetValue(session.Id, out var current) && ReferenceEquals(current, connection))
        {
            _state.ConnectionOfSession.Remove(session.Id);
        }

        _state.Watches.RemoveAll(connection);
        Flush(connection);
        connection.Finish();
    }

    private void Expire(ServerState state)
    {
        if (_clockStands || _isFrozen) return;
        DropSilent();
        foreach (var session in state.Sessions.TakeExpired(Clock.SteadyMs)) End(session.Id);
    }

    /// <summary>Who connects and begins no session within the longest time-out that there is goes again.</summary>
    private void DropSilent()
    {
        while (_fresh.TryPeek(out var next) && (next.Connection.Session is not null || next.Connection.IsOver || Clock.SteadyMs - next.SinceMs >= _beginWithinMs))
        {
            _fresh.TryDequeue(out _);
            if (next.Connection.Session is null) next.Connection.Abort("it began no session");
        }
    }

    private void End(long sessionId)
    {
        _state.EndSession(sessionId);
        if (_state.ConnectionOfSession.Remove(sessionId, out var connection)) connection.Abort("its session expired");
        if (_logger.IsEnabled(LogLevel.Information)) _logger.LogInformation("Session 0x{SessionId:x} expired", sessionId);
    }

    private void FlushAll()
    {
        _turns = 0;
        _store?.Submit(_state.LastZxid);
        foreach (var connection in _written)
        {
            if (connection.IsDirty) Flush(connection);
        }

        _written.Clear();
        if (_store is { SnapshotIsDue: true } store) BeginSnapshot(store);
    }

    private void Flush(ClientConnection connection)
    {
        var zxid = _state.LastZxid;
        if (zxid <= _gate.SafeZxid)
        {
            connection.Flush(heldUntil: 0);
            return;
        }

        connection.Flush(zxid);
        _gate.Hold(zxid, connection);
    }

    private void BeginSnapshot(Store store)
    {
        var sessions = _state.Sessions.All.Select(session => session.Stored).ToArray();
        store.BeginSnapshot(new SnapshotCapture(_state.Tree, sessions, _state.LastZxid, _state.Sessions.LastId), piece => RunAsync(_ => piece()));
    }
}
