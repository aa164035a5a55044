using System.Collections.Immutable;
using Akka.Actor;
using ChefActors.Controller.Aggregation;
using ChefActors.Controller.Dispatching;
using ChefActors.Controller.Ownership;
using ChefActors.Core.Rollouts;
using ChefActors.ZooKeeper;

namespace ChefActors.Controller.Rollouts;

/// <summary>
/// Drives one rollout over one session: feeds <see cref="RolloutMachine"/>, carries out its effects, shows what it knows. It ends with the session;
/// what comes next begins with a take-over.
/// </summary>
internal sealed class RolloutActor : ReceiveActor, IWithTimers
{
    /// <summary>Everything that is watched is read again so often.</summary>
    private static readonly TimeSpan RefreshEvery = TimeSpan.FromMinutes(1);

    /// <summary>Snapshots come no faster.</summary>
    private static readonly TimeSpan ShowEvery = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan LongestSleep = TimeSpan.FromHours(1);

    private readonly LoadedRollout _loaded;
    private readonly OwnerClock _clock;
    private readonly OwnerDocument _owner;
    private readonly SnapshotHub _hub;
    private readonly EffectRunner _runner;
    private readonly CancellationTokenSource _stopping = new();
    private readonly IActorRef _aggregator;
    private MachineState _state;
    private bool _isControlWatched;
    private bool _areEventsWatched;
    private bool _isShowing;

    public RolloutActor(LoadedRollout loaded, ControllerSession session, OwnerDocument owner, SnapshotHub hub)
    {
        (_loaded, _clock, _owner, _hub) = (loaded, session.Clock, owner, hub);
        _state = MachineState.Of(loaded, _clock.Now);
        _runner = new EffectRunner(session.Client, session.Writes, loaded.Plan, ControlWatch, EventWatch);
        _aggregator = Context.ActorOf(ResultAggregatorActor.Props(session.Client, loaded.Plan.Id), "results");
        Receive<RolloutInput>(Turn);
        Receive<RolloutProtocol.Reconnected>(_ => Refresh());
        Receive<RolloutProtocol.Failed>(failed =>
        {
            if (failed.Exception is not OperationCanceledException) Context.Parent.Tell(new RolloutProtocol.Broken(loaded.Plan.Id, failed.Exception));
        });
        Receive<ControlFired>(_ =>
        {
            _isControlWatched = false;
            CarryOut(new RolloutEffect.ReadControl());
        });
        Receive<EventsFired>(_ =>
        {
            _areEventsWatched = false;
            CarryOut(new RolloutEffect.ReadEvents());
        });
        Receive<RefreshTick>(_ => Refresh());
        Receive<ShowTick>(_ =>
        {
            _isShowing = false;
            Show();
        });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(LoadedRollout loaded, ControllerSession session, OwnerDocument owner, SnapshotHub hub) =>
        Akka.Actor.Props.Create(() => new RolloutActor(loaded, session, owner, hub));

    protected override void PreStart()
    {
        base.PreStart();
        Timers.StartPeriodicTimer("refresh", new RefreshTick(), RefreshEvery);
        CarryOut(new RolloutEffect.ReadControl());
        Show();
        Turn(new RolloutInput.Tick());
    }

    protected override void PostStop()
    {
        _stopping.Cancel();
        _stopping.Dispose();
        base.PostStop();
    }

    private void Turn(RolloutInput input)
    {
        // A read that was lost has set no watch.
        if (input is RolloutInput.ReadLost { Read: RolloutEffect.ReadControl }) _isControlWatched = false;
        else if (input is RolloutInput.ReadLost { Read: RolloutEffect.ReadEvents }) _areEventsWatched = false;
        var before = _state;
        (_state, var effects) = RolloutMachine.Step(before, input, _clock.Now);
        // Before the effects: after the last of them whoever watches may end this process.
        if (_loaded.Plan.Notify is not null && !ReferenceEquals(before.State, _state.State)) Context.Parent.Tell(new RolloutProtocol.Moved(_loaded.Plan, before.State, _state.State));
        foreach (var effect in effects) CarryOut(effect);
        if (!ReferenceEquals(before.Tally, _state.Tally) || !ReferenceEquals(before.State, _state.State)) ShowSoon();
    }

    private void CarryOut(RolloutEffect effect)
    {
        switch (effect)
        {
            case RolloutEffect.Watch watch:
                _aggregator.Tell(new ResultAggregatorProtocol.Watch(watch.Nodes));
                break;
            case RolloutEffect.WakeAt wake:
                Timers.StartSingleTimer("wake", new RolloutInput.Tick(), Sleep(wake.Time - _clock.Now));
                break;
            case RolloutEffect.Stop stop:
                Show();
                Context.Parent.Tell(new RolloutProtocol.Stopped(_loaded.Plan.Id, stop.Reason));
                break;
            case RolloutEffect.RollBack:
                Context.Parent.Tell(new RolloutProtocol.RollBack(_loaded.Plan.Id));
                break;
            default:
                _ = _runner.RunAsync(effect, _stopping.Token)
                    .PipeTo(Self, success: input => input ?? new RolloutInput.Tick(), failure: e => new RolloutProtocol.Failed(e));
                break;
        }
    }

    /// <summary>What is known may be out of date, also whether it is driven here at all.</summary>
    private void Refresh()
    {
        Turn(new RolloutInput.Reconnected());
        CarryOut(new RolloutEffect.ReadControl());
        if (_loaded.Plan.Halt?.Events is not null) CarryOut(new RolloutEffect.ReadEvents());
        _aggregator.Tell(new ResultAggregatorProtocol.Refresh());
    }

    /// <summary>The watch to set with the next read of the operators' words: one is enough. Called on this actor's turn.</summary>
    private WatchHandler? ControlWatch()
    {
        if (_isControlWatched) return null;
        _isControlWatched = true;
        var self = Self;
        return _ =>
        {
            self.Tell(new ControlFired());
            return ValueTask.CompletedTask;
        };
    }

    private WatchHandler? EventWatch()
    {
        if (_areEventsWatched) return null;
        _areEventsWatched = true;
        var self = Self;
        return _ =>
        {
            self.Tell(new EventsFired());
            return ValueTask.CompletedTask;
        };
    }

    private void ShowSoon()
    {
        if (_isShowing) return;
        _isShowing = true;
        Timers.StartSingleTimer("show", new ShowTick(), ShowEvery);
    }

    private void Show() => _hub.Publish(RolloutSnapshots.Of(_state, _owner, _clock.Now));

    private static TimeSpan Sleep(TimeSpan time) => time < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : time > LongestSleep ? LongestSleep : time;

    private sealed record ControlFired;

    private sealed record EventsFired;

    private sealed record RefreshTick;

    private sealed record ShowTick;
}
