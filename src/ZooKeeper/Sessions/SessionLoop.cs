using System.Net.Sockets;
using ChefActors.ZooKeeper.Connections;
using ChefActors.ZooKeeper.Wire;

namespace ChefActors.ZooKeeper.Sessions;

/// <summary>Carries one session from server to server until it ends, by <see cref="SessionMachine"/>.</summary>
internal sealed partial class SessionLoop : IDisposable
{
    private readonly Session _session;
    private readonly Random _random;
    private readonly HostSelector _hosts;
    private readonly Dialer _dialer;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TlsFailedException? _refusal;
    private int _unanswered;
    private volatile int _state = (int)SessionState.Connecting;

    public SessionLoop(Session session, int seed)
    {
        var options = session.Options;
        _session = session;
        _random = new Random(seed);
        _hosts = new HostSelector(options.ConnectionString.Servers, new Random(unchecked(seed * 31)));
        _dialer = new Dialer(options, _random);
    }

    public event Action<SessionState>? StateChanged;

    public SessionState State => (SessionState)_state;

    public (int Queued, int InFlight) Counts => _session.Queue.Counts;

    /// <summary>Ends when the session is connected for the first time, or fails when it never will be.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Drops everything: the session ends as closed.</summary>
    public void Stop() => _stop.Cancel();

    public void Dispose() => _stop.Dispose();

    /// <summary>Runs until the session has ended. Never throws but for a mistake in this program, after which the session counts as expired.</summary>
    public async Task RunAsync()
    {
        _session.Options.Telemetry?.Opened(this);
        try
        {
            while (!SessionMachine.IsFinal(State) && await OpenAsync() is { } accepted) await ServeAsync(accepted);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            Apply(SessionInput.CloseRequested);
        }
        catch (Exception e)
        {
            LoopFailed(_session.Logger, _session.Id, e);
            Apply(State == SessionState.Connecting ? SessionInput.CloseRequested : SessionInput.ExpiredByOwnClock);
            throw;
        }
        finally
        {
            Finish();
        }
    }

    /// <summary>What a request fails with that comes when the session is over.</summary>
    public static Exception Ended(SessionState state, PendingRequest request, bool outcomeUnknown) => state == SessionState.AuthFailed
        ? new AuthFailedException()
        : new SessionExpiredException(request.Operation, request.Path, outcomeUnknown);

    private async Task ServeAsync(HandshakeOutcome.Accepted accepted)
    {
        await using var connection = new Connection(_session, accepted.Stream, accepted.Frames);
        foreach (var auth in _session.Queue.TakeAuthInFlight()) CompleteAuth(auth);
        Apply(SessionInput.Accepted);
        _ready.TrySetResult();
        Serve(connection);
        ConnectionEnd end;
        await using (_stop.Token.UnsafeRegister(static c => ((Connection)c!).Abort(new IOException("the session was closed")), connection))
        {
            end = await connection.RunAsync();
        }

        Serve(null);

        ConnectionEnded(_session.Logger, _session.Id, end, connection.Failure?.Message);
        Apply(_stop.IsCancellationRequested ? SessionInput.CloseRequested : InputOf(end));
        FailInFlight(connection.Failure);
    }

    private void FailInFlight(Exception? reason)
    {
        var state = State;
        _session.Queue.FailInFlight(request => state is SessionState.Expired or SessionState.AuthFailed
            ? Ended(state, request, OpCode.IsWrite(request.Type))
            : new ConnectionLossException(request.Operation, request.Path, OpCode.IsWrite(request.Type), reason));
    }

    private static void CompleteAuth(PendingRequest auth)
    {
        var nothing = default(JuteReader);
        auth.Complete(default, ref nothing);
    }

    private static SessionInput InputOf(ConnectionEnd end) => end switch
    {
        ConnectionEnd.Expired => SessionInput.ExpiredByServer,
        ConnectionEnd.AuthRefused => SessionInput.AuthRefused,
        ConnectionEnd.Closed => SessionInput.CloseRequested,
        _ => SessionInput.ConnectionLost,
    };

    /// <summary>Tries server after server; null when the session has ended meanwhile.</summary>
    private async Task<HandshakeOutcome.Accepted?> OpenAsync()
    {
        var refusals = 0;
        for (var attempt = 0; ; attempt++)
        {
            if (State != SessionState.Connecting || attempt > 0)
            {
                var delay = new Backoff(_session.Options.ReconnectDelay, _session.Options.ReconnectDelayLimit, _hosts.Count).Delay(attempt, _session.Timers.SessionTimeout, _random.NextDouble());
                await Task.Delay(Shorter(delay, Remaining), _session.TimeProvider, _stop.Token);
            }

            if (Remaining <= TimeSpan.Zero)
            {
                ExpiredByOwnClock(_session.Logger, _session.Id, _session.SinceHeard.TotalSeconds);
                Apply(SessionInput.ExpiredByOwnClock);
                return null;
            }

            var outcome = await TryAsync(_hosts.Next());
            refusals = outcome is HandshakeOutcome.TlsRefused ? refusals + 1 : 0;
            switch (outcome)
            {
                case HandshakeOutcome.Accepted accepted:
                    return accepted;
                case HandshakeOutcome.SessionGone:
                    Apply(SessionInput.ExpiredByServer);
                    return null;
                case HandshakeOutcome.AuthRefused:
                    Apply(SessionInput.AuthRefused);
                    return null;
                case HandshakeOutcome.TlsRefused refused when State == SessionState.Connecting && refusals >= _hosts.Count:
                    // All of them refused, one after the other: that is a wrong setting, and nobody's session is lost by saying so.
                    _refusal = refused.Reason;
                    Apply(SessionInput.CloseRequested);
                    return null;
            }
        }
    }

    /// <summary>Time until the session must be gone; a session that no server has made yet has no end.</summary>
    private TimeSpan Remaining => _session.Id == 0 ? TimeSpan.MaxValue : _session.Timers.ExpireAfter - _session.SinceHeard;

    /// <summary>One attempt at one server; null when it failed.</summary>
    private async Task<HandshakeOutcome?> TryAsync(ServerAddress server)
    {
        var options = _session.Options;
        var bound = Shorter(options.ConnectTimeout ?? _session.Timers.ConnectTimeout(_hosts.Count, _unanswered), Remaining);
        using var timeout = new CancellationTokenSource(bound, _session.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _stop.Token);
        Stream? stream = null;
        try
        {
            Trying(_session.Logger, server);
            stream = await _dialer.ConnectAsync(server, either.Token);
            var outcome = await Handshake.RunAsync(stream, _session, either.Token);
            _session.Outages.Answered();
            _unanswered = 0;
            Answered(_session.Logger, server, _session.Id, outcome.GetType().Name);
            if (outcome is HandshakeOutcome.Accepted) stream = null;
            return outcome;
        }
        catch (Exception e) when (e is SocketException or IOException or WireFormatException)
        {
            LogFailed(server, e.InnerException is null ? e.Message : $"{e.Message} ({e.InnerException.Message})");
            return null;
        }
        catch (TlsFailedException e)
        {
            LogFailed(server, e.Message);
            return new HandshakeOutcome.TlsRefused(e);
        }
        catch (OperationCanceledException) when (!_stop.IsCancellationRequested)
        {
            _unanswered++;
            LogFailed(server, $"no answer within {bound.TotalSeconds:0.###} s");
            return null;
        }
        finally
        {
            if (stream is not null) await stream.DisposeAsync();
        }
    }

    private void LogFailed(ServerAddress server, string reason)
    {
        if (_session.Outages.Failed() is not { } outage) return;
        AttemptFailed(_session.Logger, server, reason, _session.Servers.ToString(), outage.Since.ToUniversalTime(), outage.Attempts, outage.NextLine.TotalSeconds);
    }

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b > TimeSpan.Zero ? b : TimeSpan.Zero;

    private void Apply(SessionInput input)
    {
        var next = SessionMachine.Next(State, input);
        if (next == State) return;
        if (State == SessionState.Disconnected && next == SessionState.Connected) _session.Options.Telemetry?.Reconnected();
        _state = (int)next;
        StateIs(_session.Logger, _session.Id, next);
        _session.Dispatcher.Post(StateChanged, next);
    }

    private void Finish()
    {
        var state = State;
        _session.Options.Telemetry?.Closed(this);
        FailInFlight(null);
        _session.Queue.End(request => Ended(state, request, outcomeUnknown: false));
        foreach (var (path, handlers) in _session.Watches.Drain())
        {
            _session.Dispatcher.Post(handlers, new WatchEvent(WatchEventType.None, state, _session.Chroot.Strip(path)));
        }

        _session.Standing?.End(state);
        _ready.TrySetException(_refusal ?? (state == SessionState.AuthFailed
            ? new AuthFailedException()
            : (Exception)new SessionExpiredException(_session.IsResumed ? "resume" : "connect", null, outcomeUnknown: false)));
        _ = _ready.Task.Exception; // Observed: often nobody waits any more.
    }
}
