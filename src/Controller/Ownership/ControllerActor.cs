using System.Collections.Concurrent;
using Akka.Actor;
using ChefActors.Controller.Aggregation;
using ChefActors.Controller.Auditing;
using ChefActors.Controller.Dispatching;
using ChefActors.Controller.History;
using ChefActors.Controller.Notifying;
using ChefActors.Controller.Rollouts;
using ChefActors.ZooKeeper;
using Microsoft.Extensions.Logging;

namespace ChefActors.Controller.Ownership;

/// <summary>
/// The parent of all that a controller does: holds the session, starts and takes over rollouts, and has an actor drive each. When the session is over
/// all that was known goes with it: a new session, and every rollout is taken over anew (DELIVERY, 1.3).
/// </summary>
internal sealed partial class ControllerActor : ReceiveActor, IWithTimers
{
    /// <summary>Requests that wait for the session.</summary>
    private const int WaitingAtMost = 1000;

    /// <summary>A rollout that breaks so often in a row is given up here, and its watchers are told.</summary>
    private const int BreaksAtMost = 3;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly IZooKeeperConnector _connector;
    private readonly ControllerIdentity _me;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly ConcurrentDictionary<string, SnapshotHub> _hubs;
    private readonly CrashPoint _crash;
    private readonly HistoryLimits _limits;
    private readonly Webhook _webhook;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Queue<Request> _waiting = new();
    private readonly Dictionary<string, IActorRef> _driven = [];
    private readonly Dictionary<string, int> _breaks = [];
    private ControllerSession? _session;
    private int _sessions;
    private int _children;
    private IActorRef? _unowned;
    private IActorRef? _history;
    private IActorRef? _audit;
    private AuditLog? _auditLog;
    private bool _takesAll;
    private bool _isClosing;

    public ControllerActor(
        IZooKeeperConnector connector, ControllerIdentity me, TimeProvider time, ILogger log, ConcurrentDictionary<string, SnapshotHub> hubs, CrashPoint crash,
        HistoryLimits limits, Webhook webhook)
    {
        (_connector, _me, _time, _log, _hubs, _crash, _limits, _webhook) = (connector, me, time, log, hubs, crash, limits, webhook);
        Receive<ControllerProtocol.Start>(start => Ask(new Request(start, Sender)));
        Receive<ControllerProtocol.TakeOver>(takeOver => Ask(new Request(takeOver, Sender)));
        Receive<ControllerProtocol.RollBack>(rollBack => Ask(new Request(rollBack, Sender)));
        Receive<RolloutProtocol.RollBack>(rollBack => Ask(new Request(new ControllerProtocol.RollBack(rollBack.Rollout, "rule halt"), null)));
        Receive<RolloutProtocol.Moved>(moved =>
        {
            if (NoticeDecision.Of(moved.Plan, moved.Before, moved.After, _session?.Clock.Now ?? _time.GetUtcNow()) is { } notice) _webhook.Post(moved.Plan.Notify!.Url, notice);
        });
        Receive<HistoryActor.Ended>(ended => _history?.Forward(ended));
        Receive<ControllerProtocol.Look>(look => Ask(new Request(look, Sender)));
        Receive<ControllerProtocol.TakeOverAll>(all =>
        {
            (_takesAll, _auditLog) = (true, all.Audit);
            if (_session is { } session) WatchUnowned(session);
        });
        Receive<ControllerProtocol.Close>(_ => Close());
        Receive<Opened>(OnOpened);
        Receive<OpenFailed>(OnOpenFailed);
        Receive<OpenAgain>(_ => Open());
        Receive<StateSeen>(OnState);
        Receive<Answered>(OnAnswered);
        Receive<RequestFailed>(OnRequestFailed);
        Receive<RolloutProtocol.Stopped>(OnStopped);
        Receive<RolloutProtocol.Broken>(broken => OnBroken(broken.Rollout, broken.Exception));
        Receive<ChildGone>(gone =>
        {
            if (_driven.TryGetValue(gone.Rollout, out var child) && child.Equals(gone.Child))
                OnBroken(gone.Rollout, new InvalidOperationException("the actor of the rollout stopped"));
        });
        Receive<Resume>(resume => Ask(new Request(new ControllerProtocol.TakeOver(resume.Rollout), null)));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(
        IZooKeeperConnector connector, ControllerIdentity me, TimeProvider time, ILogger log, ConcurrentDictionary<string, SnapshotHub> hubs, CrashPoint crash,
        HistoryLimits limits, Webhook webhook) =>
        Akka.Actor.Props.Create(() => new ControllerActor(connector, me, time, log, hubs, crash, limits, webhook));

    protected override void PreStart()
    {
        base.PreStart();
        Open();
    }

    protected override void PostStop()
    {
        _stopping.Cancel();
        _stopping.Dispose();
        base.PostStop();
    }

    /// <summary>A child that failed knows nothing that is worth keeping: it is stopped, and the rollout taken over anew.</summary>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(e =>
    {
        LogChildFailed(_log, e);
        return Directive.Stop;
    });

    private void Ask(Request request)
    {
        if (_isClosing) Reply(request, new Status.Failure(new OperationCanceledException("the controller is closing")));
        else if (_session is { } session) Run(request, session);
        else if (_waiting.Count < WaitingAtMost) _waiting.Enqueue(request);
        else Reply(request, new Status.Failure(new InvalidOperationException($"{WaitingAtMost} requests wait for ZooKeeper already")));
    }

    private void Run(Request request, ControllerSession session)
    {
        var number = _sessions;
        _ = AnswerAsync(request, session).PipeTo(Self, success: answer => new Answered(request, number, answer), failure: e => new RequestFailed(request, number, e));
    }

    private async Task<object> AnswerAsync(Request request, ControllerSession session) => request.Message switch
    {
        ControllerProtocol.Start start => await new RolloutStart(session.Client, session.Writes, session.Clock, _me).StartAsync(start.Rollout, _stopping.Token),
        ControllerProtocol.TakeOver takeOver =>
            await new RolloutTakeOver(session.Client, session.Writes, session.Clock, _me).TakeOverAsync(takeOver.Rollout, _stopping.Token),
        ControllerProtocol.RollBack rollBack => await new RollbackStart(session.Client, session.Writes, session.Clock, _me, _time)
            .RollBackAsync(rollBack.Rollout, rollBack.IssuedBy, _stopping.Token),
        ControllerProtocol.Look look => new ControllerProtocol.Looked(await new RolloutReader(_time).ReadAsync(session.Client, look.Rollout, _stopping.Token)),
        _ => throw new InvalidOperationException($"a request of an unknown kind: {request.Message}"),
    };

    private void OnAnswered(Answered answered)
    {
        if (answered.Session != _sessions || _session is null)
        {
            // It belongs to a session that is over: what was written shows itself to the next look.
            Ask(answered.Request);
            return;
        }

        if (answered.Answer is not StartOutcome outcome)
        {
            Reply(answered.Request, answered.Answer);
            return;
        }

        if (outcome.Loaded is { } loaded) Drive(loaded, _session);
        else if (answered.Request.Message is ControllerProtocol.TakeOver takeOver && answered.Request.Sender is null) Leave(takeOver.Rollout, outcome.Answer);
        if (answered.Request.Message is ControllerProtocol.RollBack old) OnRollBack(old.Rollout, answered.Request.Sender is null, outcome.Answer);
        Reply(answered.Request, outcome.Answer);
    }

    private void OnRollBack(string rollout, bool isByRule, StartAnswer answer)
    {
        var refusal = answer switch
        {
            StartAnswer.Refused refused => refused.Why,
            StartAnswer.Overlap overlap => $"commands of rollout {overlap.OtherRollout} are outstanding on {overlap.Nodes.Count} of its nodes, such as {overlap.Nodes[0]}",
            _ => null,
        };
        if (answer is StartAnswer.Driving or StartAnswer.OwnedByOther or StartAnswer.Ended)
        {
            // Whoever drove the old one here is fenced and does not know it yet.
            Undrive(rollout);
            Leave(rollout, new StartAnswer.Ended());
        }
        else if (refusal is not null && isByRule && _driven.TryGetValue(rollout, out var child)) child.Tell(new RolloutInput.RollbackRefused(refusal));
    }

    private void Drive(LoadedRollout loaded, ControllerSession session)
    {
        var id = loaded.Plan.Id;
        if (_driven.ContainsKey(id)) return;
        var hub = _hubs.GetOrAdd(id, _ => new SnapshotHub());
        var child = Context.ActorOf(
            RolloutActor.Props(loaded, session, _me.Document(session.Clock.Now), hub), $"rollout-{id}-{++_children}");
        Context.WatchWith(child, new ChildGone(id, child));
        _driven[id] = child;
        LogDriving(_log, id, loaded.State.Epoch);
    }

    /// <summary>One per session: it knows what it knows by its watches.</summary>
    private void WatchUnowned(ControllerSession session)
    {
        if (_unowned is not null) Context.Stop(_unowned);
        _unowned = Context.ActorOf(UnownedRolloutsActor.Props(session.Client, _log), $"unowned-{++_children}");
        _history?.Tell(new HistoryActor.Keep());
        if (_audit is not null) Context.Stop(_audit);
        _audit = _auditLog is null ? null : Context.ActorOf(AuditActor.Props(session.Client, _auditLog, _time, _log), $"audit-{++_children}");
    }

    private void Undrive(string rollout)
    {
        if (!_driven.Remove(rollout, out var child)) return;
        Context.Unwatch(child);
        Context.Stop(child);
    }

    private void Leave(string rollout, Exception? failure)
    {
        _breaks.Remove(rollout);
        if (_hubs.TryRemove(rollout, out var hub)) hub.Leave(failure);
    }

    /// <summary>Not driven here any more; one that has ended may have its owner znode of this session yet.</summary>
    private void Leave(string rollout, StartAnswer why)
    {
        Leave(rollout, failure: null);
        if (why is StartAnswer.Ended && _session is { } session) _history?.Tell(new HistoryActor.Ended(rollout, session.Clock.Now));
    }

    private static void Reply(Request request, object answer) => request.Sender?.Tell(answer);
}
