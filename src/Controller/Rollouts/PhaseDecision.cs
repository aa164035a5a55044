using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;

namespace ChefActors.Controller.Rollouts;

/// <summary>The state that is due by what is known, before its counts: the same for every owner that knows the same.</summary>
internal static class PhaseDecision
{
    /// <summary>Decides. The order: an abort, a halt, an operator's pause, a mass loss, what the wave waits for, running.</summary>
    public static RolloutState Next(MachineState state, DateTimeOffset now)
    {
        var next = WithHalt(state, now);
        next = WithHold(state, next, now);
        var after = state with { State = next };
        var stage = WaveGate.Of(after, now);
        next = WithWaits(after, next, stage, now);
        var (phase, reason) = Phase(state with { State = next }, stage, now);
        return next with { Phase = phase, Reason = reason };
    }

    /// <summary>Whether writing the one instead of the other would tell anybody anything.</summary>
    public static bool IsSame(RolloutState a, RolloutState b) =>
        a.Phase == b.Phase && a.Reason?.Code == b.Reason?.Code && a.HoldUntil == b.HoldUntil && a.HoldSince == b.HoldSince && a.SoakUntil == b.SoakUntil
        && a.GateUntil == b.GateUntil && a.Halts == b.Halts && (a.Halt is null) == (b.Halt is null) && a.Halt?.RollbackRefused == b.Halt?.RollbackRefused && a.Accepted?.At == b.Accepted?.At;

    /// <summary>A halt stands until it is accepted; what was accepted is the base from which the rules count then.</summary>
    private static RolloutState WithHalt(MachineState state, DateTimeOffset now)
    {
        var current = state.State;
        if (current.Halt is { } halt)
        {
            if (!IsAccepted(halt, current.Halts, state.Control))
                return state.RollbackRefused is { } why && state.RollbackAsked == current.Halts ? current with { Halt = halt with { RollbackRefused = why } } : current;
            current = current with { Halt = null, Accepted = Accepted(state, now) };
        }

        return HaltCheck.Find(state with { State = current }, now) is { } cause ? current with { Halt = cause, Halts = current.Halts + 1 } : current;
    }

    /// <summary>An operator's word lets it go on in spite of the halt of this number.</summary>
    public static bool IsAccepted(HaltCause halt, int number, ControlDocument control) =>
        control.AcceptFailures >= number || (halt.Rule is HaltRule.ApprovalLate or HaltRule.GateLate && control.Approved.Contains(halt.Wave));

    private static AcceptedFailures Accepted(MachineState state, DateTimeOffset now) => new(
        state.Failures, [.. state.Plan.Waves.Select((_, i) => state.FailuresOf(i))], state.Tally.Count(ResultClass.Apart), state.Ends.IsEmpty ? 0 : state.Ends.Max.Zxid, now);

    /// <summary>A hold begins with a mass loss, ends at its deadline or by an operator's word, and is forgotten when enough of the fleet is back.</summary>
    private static RolloutState WithHold(MachineState state, RolloutState next, DateTimeOffset now)
    {
        var (gone, all) = MassLoss.Count(state, now);
        if (!MassLoss.Is(gone, all, state.Plan.MassLossPercent, isHolding: next.HoldUntil is not null)) return next with { HoldUntil = null, HoldSince = null };
        if (next.HoldUntil is null) return next with { HoldSince = now, HoldUntil = MassLoss.HoldUntil(now, state.Grace) };
        var isOver = state.Control.ResumedAt > next.HoldSince;
        return isOver && next.HoldUntil > next.HoldSince ? next with { HoldUntil = next.HoldSince } : next;
    }

    /// <summary>The waits of a wave that is complete, with their ends.</summary>
    private static RolloutState WithWaits(MachineState state, RolloutState next, WaveStage stage, DateTimeOffset now)
    {
        if (stage >= WaveStage.Soaking) next = next with { SoakUntil = WaveGate.SoakUntil(state) };
        if (stage is WaveStage.Approval or WaveStage.Gate) next = next with { GateUntil = next.GateUntil ?? now.AddSeconds(state.CurrentWave.ApproveWithinS) };
        return next;
    }

    private static (RolloutPhase Phase, Reason? Reason) Phase(MachineState state, WaveStage stage, DateTimeOffset now)
    {
        var s = state.State;
        if (state.Control.Abort is { } abort)
        {
            // With nothing outstanding the end is written at once.
            return state.Outstanding.IsEmpty ? (s.Phase, s.Reason) : (RolloutPhase.Halted, new Reason(PhaseReason.Abort, $"aborted by {abort.Who}; nothing new starts"));
        }

        if (s.Halt is { } halt) return (RolloutPhase.Halted, new Reason(halt.Rule, halt.Text));
        if (state.Control.Paused) return (RolloutPhase.Paused, new Reason(PhaseReason.Paused, PausedBy(state.Control)));
        if (s.HoldUntil is { } hold && now < hold)
            return Waiting(PhaseReason.MassLoss, $"many of its nodes vanished at once: it suspects the network or ZooKeeper, and holds until {hold:u}, until most are back, or until an operator resumes it");
        return stage switch
        {
            WaveStage.Soaking => Waiting(PhaseReason.Soak, $"wave {state.CurrentWave.Name} soaks until {s.SoakUntil:u}"),
            WaveStage.Approval => Waiting(PhaseReason.Approval, $"wave {state.CurrentWave.Name} waits for approval until {s.GateUntil:u}, then it is halted"),
            WaveStage.Gate => Waiting(PhaseReason.Gate, $"{WaveGate.MissingData(state)}: it waits until {s.GateUntil:u}, then it is halted"),
            WaveStage.Over => (RolloutPhase.Running, null),
            _ => Running(state, now),
        };
    }

    private static (RolloutPhase Phase, Reason? Reason) Running(MachineState state, DateTimeOffset now)
    {
        if (Waits.ForNodes(state, now) is { } until)
            return Waiting(PhaseReason.MissingNodes, $"the nodes whose turn it is are offline; they are waited for until {until:u}");
        if (Waits.ForReboots(state) is { } back) return Waiting(PhaseReason.Reboot, $"{state.Rebooting.Count} nodes reboot; they must be back by {back:u}");
        return Waits.ForPace(state, now) is { } pace
            ? Waiting(PhaseReason.Pace, $"at most {pace.RunsPerMinute} runs a minute on Chef server {pace.ChefServer}")
            : (RolloutPhase.Running, null);
    }

    private static (RolloutPhase, Reason?) Waiting(string code, string text) => (RolloutPhase.Waiting, new Reason(code, text));

    private static string PausedBy(ControlDocument control) => control.Words.LastOrDefault(w => w.Verb == "pause") is { } word ? $"paused by {word.Who}" : "paused";
}
