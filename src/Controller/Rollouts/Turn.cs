using System.Collections.Immutable;
using ChefActors.Core.Nodes;
using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;

namespace ChefActors.Controller.Rollouts;

/// <summary>
/// The deciding half of one turn of <see cref="RolloutMachine"/>: collects effects while it looks at what is known. Lives for one turn.
/// </summary>
internal sealed partial class Turn(MachineState state, DateTimeOffset now)
{
    private DateTimeOffset? _wakeAt;

    public MachineState State { get; private set; } = state;

    public ImmutableArray<RolloutEffect>.Builder Effects { get; } = ImmutableArray.CreateBuilder<RolloutEffect>();

    private bool CanRead => now >= State.ReadsFrom;

    public void Decide()
    {
        if (State.StateVersion < 0)
        {
            Stop(StopReason.Fenced);
            return;
        }

        if (State.State.Phase.IsEnded())
        {
            Stop(StopReason.Ended);
            return;
        }

        ReadWhatIsStale();
        WatchOutstanding();
        FollowReboots();
        var due = FindDue();
        if (State.Awaiting is null)
        {
            if (State.ToResync is { } nodes) Resync(nodes);
            else if (!DecidePhase()) Act(due);
        }

        if (!CanRead) WakeBy(State.ReadsFrom);
        if (_wakeAt is { } time) Effects.Add(new RolloutEffect.WakeAt(time));
    }

    /// <summary>The next deed of the phase that is written: at most one write.</summary>
    private void Act(Due due)
    {
        if (EndDue(due)) return;
        if (StopWord.Of(State, now) is { } word)
        {
            if (Withdraw(word)) return;
            if (State.Control.Abort is null) StayHalted(State.State.Halt!);
            else if (State.Outstanding.IsEmpty) Finish();
            return;
        }

        // A wait for the shared budget is over as soon as it gives something.
        if (State.State.Phase != RolloutPhase.Running && State.State.Reason?.Code != PhaseReason.Pace) return;
        if (Dispatch()) return;
        if (WaveGate.IsComplete(State)) NextWaveOrFinish();
    }

    private void Resync(ImmutableArray<NodeName> nodes)
    {
        if (CanRead) Await(new RolloutEffect.Resync(nodes));
    }

    private void ReadWhatIsStale()
    {
        if (!CanRead) return;
        if (State.Plan.Halt?.Events is not null && State.Events is null && !State.ReadingEvents)
        {
            State = State with { ReadingEvents = true };
            Effects.Add(new RolloutEffect.ReadEvents());
        }

        if (State.Plan.Pace is not null && State.Pace is null && !State.ReadingPace)
        {
            State = State with { ReadingPace = true };
            Effects.Add(new RolloutEffect.ReadPace());
        }

        if (State.ControlIsStale && !State.ReadingControl)
        {
            State = State with { ReadingControl = true, ControlIsStale = false };
            Effects.Add(new RolloutEffect.ReadControl());
        }
    }

    /// <summary>Outstanding nodes are watched until they end, and those that were given up until their truth comes, also by an owner that did not give them up itself.</summary>
    private void WatchOutstanding()
    {
        var fresh = State.Outstanding.Concat(State.MayStillRun).Select(State.At).Where(t => !t.Watched).ToList();
        Watch(fresh);
        var stale = State.Outstanding.Select(State.At).Where(t => t.RowIsStale && !t.ReadingRow).Select(t => t.Node).ToImmutableArray();
        ReadRows(stale);
    }

    private void Watch(List<TargetState> targets)
    {
        if (targets.Count == 0) return;
        foreach (var target in targets) State = State.With(target with { Watched = true });
        Effects.Add(new RolloutEffect.Watch([.. targets.Select(t => t.Node)]));
    }

    private void ReadRows(ImmutableArray<NodeName> nodes)
    {
        if (nodes.IsEmpty || !CanRead) return;
        foreach (var node in nodes) State = State.With(State.Targets[node] with { ReadingRow = true, RowIsStale = false });
        Effects.Add(new RolloutEffect.ReadRows(nodes));
    }

    private void ReadEntries(IEnumerable<TargetState> targets)
    {
        if (!CanRead) return;
        var nodes = targets.Where(t => !t.ReadingEntry).Select(t => t.Node).ToImmutableArray();
        if (nodes.IsEmpty) return;
        foreach (var node in nodes) State = State.With(State.Targets[node] with { ReadingEntry = true });
        Effects.Add(new RolloutEffect.ReadEntries(nodes));
    }

    private void ReadPresence(IEnumerable<TargetState> targets)
    {
        if (!CanRead) return;
        var nodes = targets.Where(t => !t.ReadingPresence).Select(t => t.Node).ToImmutableArray();
        if (nodes.IsEmpty) return;
        foreach (var node in nodes) State = State.With(State.Targets[node] with { ReadingPresence = true });
        Effects.Add(new RolloutEffect.ReadPresence(nodes));
    }

    private void Await(RolloutEffect effect)
    {
        State = State with { Awaiting = effect };
        Effects.Add(effect);
    }

    private void WakeBy(DateTimeOffset time)
    {
        if (_wakeAt is null || time < _wakeAt) _wakeAt = time;
    }

    private void Stop(StopReason reason)
    {
        State = State with { Stopped = reason };
        Effects.Add(new RolloutEffect.Stop(reason));
    }
}
