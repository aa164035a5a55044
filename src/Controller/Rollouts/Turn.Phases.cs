using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;

namespace ChefActors.Controller.Rollouts;

/// <summary>Which phase the rollout should be in, waves, and the end.</summary>
internal sealed partial class Turn
{
    private bool IsHeld => State.State.HoldUntil is { } until && now < until;

    /// <summary>Writes the state when it is not the one that is due. True: a write is under way, or nothing may be done before one.</summary>
    private bool DecidePhase()
    {
        var current = State.State;
        if (current.Phase == RolloutPhase.Preparing)
        {
            End(RolloutPhase.Aborted, new Reason(PhaseReason.NotPrepared, "its controller went away before all targets were written; nothing was dispatched"));
            return true;
        }

        var next = PhaseDecision.Next(State, now);
        WakeForWaits(next);
        if (PhaseDecision.IsSame(current, next)) return false;
        Await(new RolloutEffect.WriteState(
            next with { Waves = RolloutStates.Waves(State, next.Wave, next), Counts = new RolloutCounts(State.Tally) }, State.StateVersion));
        return true;
    }

    private void WakeForWaits(RolloutState next)
    {
        foreach (var time in (ReadOnlySpan<DateTimeOffset?>)[next.HoldUntil, next.SoakUntil, next.GateUntil, next.Halt?.Until])
        {
            // A moment later, as a deadline has passed only after it.
            if (time is { } until && now <= until) WakeBy(until.AddMilliseconds(1));
        }
    }

    /// <summary>The current wave is over: the next one, or the end.</summary>
    private void NextWaveOrFinish()
    {
        if (WaveGate.Of(State, now) != WaveStage.Over) return;
        if (State.State.Wave + 1 >= State.Plan.Waves.Count)
        {
            Finish();
            return;
        }

        // The events are looked at afresh before more nodes are touched.
        if (State.Plan.Halt?.Events is not null && State.Events is null) return;
        var next = State.State with
        {
            Wave = State.State.Wave + 1,
            OfflineUntil = RolloutStates.OfflineUntil(State.Plan, now),
            SoakUntil = null,
            GateUntil = null,
            Counts = new RolloutCounts(State.Tally),
        };
        Await(new RolloutEffect.WriteState(next with { Waves = RolloutStates.Waves(State, next.Wave, next) }, State.StateVersion));
    }

    /// <summary>A halt with nothing outstanding: it is taken back if the plan says so, and ends when nobody speaks in time.</summary>
    private void StayHalted(HaltCause halt)
    {
        if (!State.Outstanding.IsEmpty) return;
        if (State.Plan.Rollback is { OnHalt: true } && halt.RollbackRefused is null && State.RollbackAsked != State.State.Halts)
        {
            State = State with { RollbackAsked = State.State.Halts, RollbackRefused = null };
            Effects.Add(new RolloutEffect.RollBack());
        }
        else if (now > halt.Until) Finish();
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
        else if (State.State.Halt is { } halt) End(RolloutPhase.Aborted, new Reason(PhaseReason.HaltOver, $"halted at {halt.At:u} ({halt.Text}), and nobody spoke by {halt.Until:u}"));
        else if (!State.NotBack.IsEmpty) End(RolloutPhase.Failed, new Reason(PhaseReason.NotBack, $"not back from their reboot in time: {string.Join(", ", State.NotBack.Take(10).Select(p => State.Order[p]))}"));
        else End(State.Tally.Count(ResultClass.Success) == State.Tally.Targets ? RolloutPhase.Succeeded : RolloutPhase.Failed, null);
    }

    private void End(RolloutPhase phase, Reason? reason) =>
        Await(new RolloutEffect.WriteState(RolloutStates.Ended(State, phase, reason, now), State.StateVersion));
}
