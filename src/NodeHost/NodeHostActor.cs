using Akka.Actor;
using ChefActors.NodeHost.Facts;
using ChefActors.NodeHost.Presence;
using ChefActors.NodeHost.Running;
using ChefActors.NodeHost.Supervising;
using ChefActors.NodeHost.Watching;
using Microsoft.Extensions.Logging;

namespace ChefActors.NodeHost;

/// <summary>
/// Supervises the rest and passes on between them: sessions to all, re-reads to the watcher, activity to its writer. A crash of one is the end
/// of all: after a pause that grows with each crash in a row they begin anew from the journal, as a new process would.
/// <code>
/// Living  -> (a crash)                          Ending   all are stopped, the session is closed: who does not serve is not alive
/// Ending  -> (all have ended)                   Pausing  chef-client runs on; nothing else does
/// Pausing -> (the pause is over)                Living
/// Ending  -> (too many crashes in a row)        Ended    after its last words in the znode activity the process ends with 1
/// any     -> (the process is to end, in order)  Ended
/// </code>
/// </summary>
internal sealed partial class NodeHostActor : UntypedActor, IWithTimers
{
    // A pause that nobody notices needs no words.
    private static readonly TimeSpan SaysPausesFrom = TimeSpan.FromSeconds(5);

    private readonly NodeHostParts _parts;
    private readonly ILogger<NodeHostActor> _logger;
    private readonly IActorRef _self;
    private readonly HashSet<IActorRef> _living = [];
    private readonly List<IActorRef> _needSessions = [];
    private readonly List<IActorRef> _askedToClose = [];
    private CrashHistory _crashes = new();
    private Exception? _fault;
    private TimeSpan? _pause;
    private bool _isSessionClosed;
    private IActorRef _session = null!;
    private IActorRef _watcher = null!;
    private IActorRef _activity = null!;
    private IActorRef _following = null!;
    private IActorRef _facts = null!;
    private IActorRef _runner = null!;
    private SessionProtocol.SessionOpened? _opened;
    private SessionProtocol.Registered? _registered;
    private bool _hasServed;
    private bool _isToClose;

    public NodeHostActor(NodeHostParts parts, ILogger<NodeHostActor> logger) => (_parts, _logger, _self) = (parts, logger, Self);

    /// <inheritdoc />
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>How it is made.</summary>
    internal static Props Props(NodeHostParts parts, ILogger<NodeHostActor> logger) => MadeBy<NodeHostActor>.Props(() => new NodeHostActor(parts, logger));

    /// <inheritdoc />
    protected override void PreStart() => Begin();

    /// <inheritdoc />
    protected override void OnReceive(object message) => Living(message);

    /// <inheritdoc />
    protected override SupervisorStrategy SupervisorStrategy() => new AllForOneStrategy(error =>
    {
        _self.Tell(new Crashed(error));
        return Directive.Stop;
    });

    private void Living(object message)
    {
        switch (message)
        {
            case SessionProtocol.SessionOpened opened:
                Pass(_opened = opened);
                break;
            case SessionProtocol.Registered registered:
                OnRegistered(registered);
                break;
            case SessionProtocol.Reconnected:
                Pass(message);
                break;
            case SessionProtocol.SessionLost:
                (_opened, _registered) = (null, null);
                Pass(message);
                break;
            case NodeHostProtocol.NeedsSession:
                TellSession();
                break;
            case NodeWatcherProtocol.Reread:
                _watcher.Forward(message);
                break;
            case FactsProtocol.ChefModeLearned learned:
                _runner.Tell(new RunnerInput.ChefModeLearned(learned.Mode));
                break;
            case ChefRunnerProtocol.ActivityChanged:
                _activity.Forward(message);
                _following.Forward(message);
                _facts.Forward(message);
                break;
            case SessionProtocol.Close:
                _isToClose = true;
                _session.Forward(message);
                break;
            case Crashed crashed:
                OnCrashed(crashed);
                break;
            default:
                if (!IsNote(message)) Unhandled(message);
                break;
        }
    }

    private void Ending(object message)
    {
        switch (message)
        {
            case Terminated ended:
                _living.Remove(ended.ActorRef);
                AfterTheEnd();
                break;
            case SessionClosed:
                _isSessionClosed = true;
                AfterTheEnd();
                break;
            case SessionProtocol.Close:
                _isToClose = true;
                _askedToClose.Add(Sender);
                break;
            default:
                // Else it is what the life that ends still had to say.
                IsNote(message);
                break;
        }
    }

    private void Pausing(object message)
    {
        switch (message)
        {
            case BeginAnew:
                Begin();
                break;
            case SessionProtocol.Close:
                _askedToClose.Add(Sender);
                End();
                break;
            default:
                if (!IsNote(message)) Unhandled(message);
                break;
        }
    }

    private void Ended(object message)
    {
        switch (message)
        {
            case SessionProtocol.Close:
                Sender.Tell(new SessionProtocol.Closed());
                break;
            case LastWordsDone:
                _parts.GiveUp();
                break;
            default:
                if (!IsNote(message)) Unhandled(message);
                break;
        }
    }

    /// <summary>An answer of what was written beside all else, taken in any state.</summary>
    private bool IsNote(object message)
    {
        if (message is NoteFailed failed) LogNoteFailed(_logger, failed.Error.Message);
        return message is NoteFailed or ClusterNoted or LastWordsSaid;
    }

    private void Begin()
    {
        _needSessions.Clear();
        (_opened, _registered, _fault, _isSessionClosed) = (null, null, null, false);
        var delivery = Child(_parts.Delivery, "delivery");
        _runner = Child(_parts.Runner(delivery), "chef-runner");
        var queries = Child(_parts.Queries(delivery), "queries");
        _watcher = Child(_parts.Watcher(_runner, queries), "node-watcher");
        _activity = Child(_parts.Activity, "activity");
        _following = Child(_parts.Following, "following");
        _facts = Child(_parts.Facts, "facts");
        _needSessions.AddRange([delivery, _runner, queries, _watcher, _activity, _following, _facts]);
        _session = Child(_parts.Session, "session");
        Become(Living);
    }

    private IActorRef Child(Props props, string name)
    {
        var child = Context.Watch(Context.ActorOf(props, name));
        _living.Add(child);
        return child;
    }

    private void OnCrashed(Crashed crashed)
    {
        _fault = crashed.Error;
        _crashes = _crashes.Crashed(_parts.Restarts, _parts.SinceBoot());
        _pause = _crashes.Pause(_parts.Restarts, _parts.RestartSeed);
        if (_pause is { } pause) LogCrash(_logger, crashed.Error, crashed.Error.Message, _crashes.InARow, pause.TotalSeconds);
        else LogGivenUp(_logger, crashed.Error, crashed.Error.Message, _crashes.InARow);
        if (_opened is { Client: var client }) client.CloseAsync(CancellationToken.None).PipeTo(Self, Self, () => new SessionClosed(), _ => new SessionClosed());
        else _isSessionClosed = true;
        Become(Ending);
    }

    /// <summary>All of a life have ended, and its session too: rest, or give up.</summary>
    private void AfterTheEnd()
    {
        if (_living.Count > 0 || !_isSessionClosed) return;
        if (_isToClose)
        {
            End();
        }
        else if (_pause is { } pause)
        {
            Timers.StartSingleTimer(nameof(BeginAnew), new BeginAnew(), pause);
            if (pause >= SaysPausesFrom)
                _parts.SayLastWords(CrashWords.Pausing(_fault!, _crashes.InARow, pause, _parts.Time.GetUtcNow())).PipeTo(Self, Self, () => new LastWordsSaid(), error => new NoteFailed(error));
            Become(Pausing);
        }
        else
        {
            _parts.SayLastWords(CrashWords.GivenUp(_fault!, _crashes.InARow, _parts.Time.GetUtcNow())).PipeTo(Self, Self, () => new LastWordsDone(), error =>
            {
                LogNoteFailed(_logger, error.Message);
                return new LastWordsDone();
            });
            End();
        }
    }

    private void End()
    {
        Timers.CancelAll();
        foreach (var asker in _askedToClose) asker.Tell(new SessionProtocol.Closed());
        Become(Ended);
    }

    private void OnRegistered(SessionProtocol.Registered registered)
    {
        _registered = registered;
        if (_parts.Journal.State.ClusterId != registered.ClusterId)
        {
            _parts.Crash.AroundAsync(CrashWork.AppendAdopted, () => NoteClusterAsync(registered.ClusterId))
                .PipeTo(Self, Self, noted => noted, error => new NoteFailed(error));
        }

        Pass(registered);
        if (!_hasServed) _parts.Announce();
        _hasServed = true;
    }

    private async Task<ClusterNoted> NoteClusterAsync(string clusterId)
    {
        await _parts.Journal.AppendAsync(new Journal.JournalRecord.Adopted(clusterId), CancellationToken.None);
        return new ClusterNoted();
    }

    private void Pass(object message)
    {
        foreach (var child in _needSessions) child.Tell(message);
    }

    private void TellSession()
    {
        if (_opened is not null) Sender.Tell(_opened);
        if (_registered is not null) Sender.Tell(_registered);
        if (_registered is not null) _watcher.Tell(new NodeWatcherProtocol.Reread());
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "an actor crashed ({Times} in a row), all begin anew from the journal in {Pause:0.0} s: {Error}")]
    private static partial void LogCrash(ILogger logger, Exception? exception, string error, int times, double pause);

    [LoggerMessage(Level = LogLevel.Critical, Message = "actors crashed {Times} times in a row, this node host ends: {Error}")]
    private static partial void LogGivenUp(ILogger logger, Exception? exception, string error, int times);

    [LoggerMessage(Level = LogLevel.Error, Message = "not noted: {Error}")]
    private static partial void LogNoteFailed(ILogger logger, string error);

    private sealed record ClusterNoted;

    private sealed record NoteFailed(Exception Error);

    private sealed record Crashed(Exception Error);

    private sealed record SessionClosed;

    private sealed record BeginAnew;

    private sealed record LastWordsSaid;

    private sealed record LastWordsDone;
}
