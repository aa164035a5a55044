using Akka.Actor;
using ChefActors.NodeHost.Facts;
using ChefActors.NodeHost.Presence;
using ChefActors.NodeHost.Running;
using ChefActors.NodeHost.Watching;
using Microsoft.Extensions.Logging;

namespace ChefActors.NodeHost;

/// <summary>
/// Supervises the rest and passes on between them: sessions to all, re-reads to the watcher, activity to its writer. A crash of one of those
/// that carry a command begins all of them anew from the journal; a crash loop ends the process, which whoever started it begins again.
/// </summary>
internal sealed partial class NodeHostActor : ReceiveActor
{
    private const int RestartsAtMost = 10;
    private static readonly TimeSpan RestartsWithin = TimeSpan.FromMinutes(1);

    private readonly NodeHostParts _parts;
    private readonly ILogger<NodeHostActor> _logger;
    private readonly List<IActorRef> _needSessions = [];
    private IActorRef _session = null!;
    private IActorRef _watcher = null!;
    private IActorRef _activity = null!;
    private IActorRef _facts = null!;
    private IActorRef _runner = null!;
    private SessionProtocol.SessionOpened? _opened;
    private SessionProtocol.Registered? _registered;
    private bool _hasServed;

    public NodeHostActor(NodeHostParts parts, ILogger<NodeHostActor> logger)
    {
        (_parts, _logger) = (parts, logger);
        Receive<SessionProtocol.SessionOpened>(opened => Pass(_opened = opened));
        Receive<SessionProtocol.Registered>(OnRegistered);
        Receive<SessionProtocol.Reconnected>(Pass);
        Receive<SessionProtocol.SessionLost>(lost =>
        {
            (_opened, _registered) = (null, null);
            Pass(lost);
        });
        Receive<NodeHostProtocol.NeedsSession>(_ => TellSession());
        Receive<NodeWatcherProtocol.Reread>(_watcherReread => _watcher.Forward(_watcherReread));
        Receive<ChefRunnerProtocol.ActivityChanged>(changed =>
        {
            _activity.Forward(changed);
            _facts.Forward(changed);
        });
        Receive<FactsProtocol.ChefModeLearned>(learned => _runner.Tell(new RunnerInput.ChefModeLearned(learned.Mode)));
        Receive<SessionProtocol.Close>(close => _session.Forward(close));
        Receive<Terminated>(_ =>
        {
            // The supervisor gave up on a crash loop: a clear end, which whoever started this process sees.
            LogGivenUp(_logger, RestartsAtMost);
            Environment.ExitCode = 1;
            CoordinatedShutdown.Get(Context.System).Run(CoordinatedShutdown.ActorSystemTerminateReason.Instance).PipeTo(Self, Self, _ => new ClusterNoted(), error => new NoteFailed(error));
        });
        Receive<ClusterNoted>(_ => { });
        Receive<NoteFailed>(failed => LogNoteFailed(_logger, failed.Error.Message));
    }

    /// <summary>How it is made.</summary>
    internal static Props Props(NodeHostParts parts, ILogger<NodeHostActor> logger) => Akka.Actor.Props.Create(() => new NodeHostActor(parts, logger));

    /// <inheritdoc />
    protected override void PreStart()
    {
        var delivery = Context.ActorOf(_parts.Delivery, "delivery");
        _runner = Context.ActorOf(_parts.Runner(delivery), "chef-runner");
        _watcher = Context.ActorOf(_parts.Watcher(_runner), "node-watcher");
        _activity = Context.ActorOf(_parts.Activity, "activity");
        _facts = Context.ActorOf(_parts.Facts, "facts");
        _needSessions.AddRange([delivery, _runner, _watcher, _activity, _facts]);
        _session = Context.ActorOf(_parts.Session, "session");
        Context.Watch(_runner);
    }

    /// <inheritdoc />
    protected override SupervisorStrategy SupervisorStrategy() => new AllForOneStrategy(RestartsAtMost, RestartsWithin, error =>
    {
        LogCrash(_logger, error, error.Message);
        (_opened, _registered) = (null, null);
        return Directive.Restart;
    });

    private void OnRegistered(SessionProtocol.Registered registered)
    {
        _registered = registered;
        if (_parts.Journal.State.ClusterId != registered.ClusterId)
        {
            _parts.Journal.AppendAsync(new Journal.JournalRecord.Adopted(registered.ClusterId), CancellationToken.None)
                .PipeTo(Self, Self, () => new ClusterNoted(), error => new NoteFailed(error));
        }

        Pass(registered);
        if (!_hasServed) _parts.Announce();
        _hasServed = true;
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

    [LoggerMessage(Level = LogLevel.Critical, Message = "an actor crashed, all begin anew from the journal: {Error}")]
    private static partial void LogCrash(ILogger logger, Exception exception, string error);

    [LoggerMessage(Level = LogLevel.Critical, Message = "actors crashed more than {Times} times within a minute: this node host ends")]
    private static partial void LogGivenUp(ILogger logger, int times);

    [LoggerMessage(Level = LogLevel.Error, Message = "the cluster's id was not noted in the journal: {Error}")]
    private static partial void LogNoteFailed(ILogger logger, string error);

    private sealed record ClusterNoted;

    private sealed record NoteFailed(Exception Error);
}
