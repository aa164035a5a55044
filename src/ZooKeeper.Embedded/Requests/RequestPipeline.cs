using System.Collections.Concurrent;
using System.Threading.Channels;
using ChefActors.ZooKeeper.Embedded.Network;
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
    private readonly ServerState _state;
    private readonly RequestHandlers _handlers;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ITimer _ticker;
    private readonly Task _loop;
    private int _turns;
    private bool _clockStands;

    public RequestPipeline(ServerState state, IRequestFaults? faults, TimeSpan tick, TimeProvider time, ILogger logger)
    {
        (_state, _time, _logger) = (state, time, logger);
        _handlers = new RequestHandlers(state, faults);
        _loop = Task.Run(LoopAsync);
        Action<ServerState> expire = Expire;
        _ticker = time.CreateTimer(_ => Enqueue(expire), state: null, tick, tick);
    }

    public ServerClock Clock => _state.Clock;

    /// <summary>Ends when the pipeline is disposed; fails when the loop met what it cannot go on from, after it dropped all connections.</summary>
    public Task Completion => _loop;

    /// <summary>A connection asks for a turn. Any thread.</summary>
    public void Post(ClientConnection connection) => Enqueue(connection);

    /// <summary>A connection exists from now on. Any thread.</summary>
    public void Opened(ClientConnection connection) => _connections[connection] = true;

    /// <summary>The loop's own: output was written to a connection.</summary>
    public void NeedsFlush(ClientConnection connection) => _written.Add(connection);

    /// <summary>Runs on the loop, between requests. Any thread.</summary>
    /// <exception cref="ObjectDisposedException">The server has stopped.</exception>
    public async Task<T> RunAsync<T>(Func<ServerState, T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var queued = _work.Writer.TryWrite(new Action<ServerState>(state => done.TrySetResult(work(state))));
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
        await _loop;
    }

    private void Enqueue(object work) => _work.Writer.TryWrite(work);

    private async Task LoopAsync()
    {
        try
        {
            while (await _work.Reader.WaitToReadAsync())
            {
                while (_work.Reader.TryRead(out var work)) Run(work);
                FlushAll();
            }
        }
        catch (Exception problem)
        {
            _logger.LogCritical(problem, "The embedded ZooKeeper server stops: its request loop failed");
            _work.Writer.TryComplete(problem);
            AbortAll("the server failed");
            throw;
        }
    }

    private void Run(object work)
    {
        if (work is ClientConnection connection) Turn(connection);
        else ((Action<ServerState>)work)(_state);
        if (++_turns < TurnsPerFlush) return;
        FlushAll();
    }

    private void Turn(ClientConnection connection)
    {
        connection.BeginTurn();
        for (var i = 0; i < FramesPerTurn && connection.TryTake(out var frame); i++)
        {
            _handlers.Handle(connection, frame.Span);
            frame.Return();
            if (connection.Output.Length > FlushAtBytes) connection.Flush();
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
        connection.Flush();
        connection.Finish();
    }

    private void Expire(ServerState state)
    {
        if (_clockStands) return;
        foreach (var session in state.Sessions.TakeExpired(Clock.SteadyMs)) End(session.Id);
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
        foreach (var connection in _written)
        {
            if (connection.IsDirty) connection.Flush();
        }

        _written.Clear();
    }
}
