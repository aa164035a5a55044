using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;

namespace ChefActors.Controller.Rollouts;

/// <summary>Which phase the rollout should be in, waves, and the end.</summary>
internal sealed partial class Turn
{
    private bool IsHeld => State.State.HoldUntil is { } until && now < until;

    /// <summary>Writes the phase when it is not the one that is due. True: a write is under way, or nothing may be done before one.</summary>
    private bool DecidePhase()
    {
        var current = State.State;
        if (current.Phase == RolloutPhase.Preparing)
        {
            End(RolloutPhase.Aborted, new Reason(PhaseReason.NotPrepared, "its controller went away before all targets were written; nothing was dispatched"));
            return true;
        }

        var hold = Hold();
        if (hold is { } until && now < until) WakeBy(until);
        var (phase, reason) = Phase(hold);
        if (phase == current.Phase && reason?.Code == current.Reason?.Code && hold == current.HoldUntil) return false;
        Await(new RolloutEffect.WriteState(
            current with { Phase = phase, Reason = reason, HoldUntil = hold, Counts = new RolloutCounts(State.Tally) }, State.StateVersion));
        return true;
    }

    /// <summary>A hold begins with a mass loss, ends at its deadline, and is forgotten when the fleet is back.</summary>
    private DateTimeOffset? Hold()
    {
        var gone = State.Outstanding.Count(i => IsGone(State.At(i)));
        return MassLoss.Is(gone, State.Outstanding.Count) ? State.State.HoldUntil ?? MassLoss.HoldUntil(now, State.Grace) : null;
    }

    private (RolloutPhase Phase, Reason? Reason) Phase(DateTimeOffset? hold)
    {
        if (State.Control.Abort is { } abort)
        {
            // With nothing outstanding the end is written at once.
            if (State.Outstanding.IsEmpty) return (State.State.Phase, State.State.Reason);
            return (RolloutPhase.Halted, new Reason(PhaseReason.Abort, $"aborted by {abort.Who}; nothing new starts"));
        }

        if (State.Control.Paused) return (RolloutPhase.Paused, new Reason(PhaseReason.Paused, PausedBy()));
        if (hold is { } until && now < until)
            return (RolloutPhase.Waiting, new Reason(PhaseReason.MassLoss, $"many of the outstanding nodes vanished at once; it holds until {until:u} or until they are back"));
        if (IsWaitingForNodes() && State.State.OfflineUntil is { } offlineUntil)
            return (RolloutPhase.Waiting, new Reason(PhaseReason.MissingNodes, $"the nodes whose turn it is are offline; they are waited for until {offlineUntil:u}"));
        return (RolloutPhase.Running, null);
    }

    private string PausedBy() => State.Control.Words.LastOrDefault(w => w.Verb == "pause") is { } word ? $"paused by {word.Who}" : "paused";

    private bool IsWaveOver() =>
        State.Outstanding.IsEmpty && (State.Pending.IsEmpty || State.At(State.Pending.Min).Wave > State.State.Wave);

    private void NextWaveOrFinish()
    {
        // Gates (soak, approval, budgets) are asked here, before the next wave is written.
        if (State.State.Wave + 1 >= State.Plan.Waves.Count)
        {
            Finish();
            return;
        }

        var next = State.State.Wave + 1;
        Await(new RolloutEffect.WriteState(
            State.State with
            {
                Wave = next,
                Waves = RolloutStates.Waves(State, next, RolloutPhase.Running),
                OfflineUntil = RolloutStates.OfflineUntil(State.Plan, now),
                Counts = new RolloutCounts(State.Tally),
            },
            State.StateVersion));
    }

    /// <summary>T11 comes after a sync and a fresh read: no row is empty.</summary>
    private void Finish()
    {
        if (!State.IsVerified)
        {
            if (CanRead) Await(new RolloutEffect.Verify([.. State.Targets.Values.Where(t => t.Row is RowFact.Ended e && !e.Result.MayStillRun()).Select(t => t.Node)]));
            return;
        }

        if (State.Control.Abort is { } abort) End(RolloutPhase.Aborted, new Reason(PhaseReason.Abort, $"aborted by {abort.Who}"));
        else End(State.Tally.Count(ResultClass.Success) == State.Tally.Targets ? RolloutPhase.Succeeded : RolloutPhase.Failed, null);
    }

    private void End(RolloutPhase phase, Reason? reason) =>
        Await(new RolloutEffect.WriteState(RolloutStates.Ended(State, phase, reason, now), State.StateVersion));
}
