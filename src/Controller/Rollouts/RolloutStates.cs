using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;

namespace ChefActors.Controller.Rollouts;

/// <summary>States as they are written: the first, the last, and what the waves are in between.</summary>
internal static class RolloutStates
{
    /// <summary>The state that T1 creates.</summary>
    public static RolloutState Preparing(RolloutPlan plan, string controller) => new()
    {
        Phase = RolloutPhase.Preparing,
        Owner = controller,
        Waves = [.. plan.Waves.Select(w => new WaveStatus(w.Name, WaveState.Pending, w.Targets))],
        Counts = new RolloutCounts(ResultTally.Of(plan.Waves.Sum(w => w.Targets))),
    };

    /// <summary>All targets are written; the first wave runs.</summary>
    public static RolloutState Running(RolloutPlan plan, string controller, int chunks, DateTimeOffset now) => Preparing(plan, controller) with
    {
        Phase = RolloutPhase.Running,
        Chunks = chunks,
        StartedAt = now,
        OfflineUntil = OfflineUntil(plan, now),
        Waves = [.. plan.Waves.Select((w, i) => new WaveStatus(w.Name, i == 0 ? WaveState.Running : WaveState.Pending, w.Targets))],
    };

    /// <summary>Until when a wave that begins now waits for offline nodes; null: not at all.</summary>
    public static DateTimeOffset? OfflineUntil(RolloutPlan plan, DateTimeOffset now) => plan.OfflineWaitS > 0 ? now.AddSeconds(plan.OfflineWaitS) : null;

    /// <summary>The end. Targets that were never dispatched count as <c>withdrawn</c>.</summary>
    public static RolloutState Ended(MachineState state, RolloutPhase phase, Reason? reason, DateTimeOffset now) => state.State with
    {
        Phase = phase,
        Reason = reason,
        FinishedAt = now,
        OfflineUntil = null,
        HoldUntil = null,
        HoldSince = null,
        SoakUntil = null,
        GateUntil = null,
        Counts = new RolloutCounts(WithoutPending(state.Tally)),
        Waves = Waves(state, state.State.Wave, state.State with { Phase = phase }),
    };

    /// <summary>A tally in which what was never dispatched is <c>withdrawn</c>: it never runs.</summary>
    public static ResultTally WithoutPending(ResultTally tally)
    {
        var after = tally;
        for (var i = 0; i < tally.Pending; i++) after = after.Move(NodeStanding.Pending, NodeStanding.EndedAs(ResultState.Withdrawn));
        return after;
    }

    /// <summary>The waves when <paramref name="current"/> is the current one and <paramref name="next"/> is written.</summary>
    public static IReadOnlyList<WaveStatus> Waves(MachineState state, int current, RolloutState next) =>
        [.. state.Plan.Waves.Select((wave, i) => new WaveStatus(wave.Name, Wave(state.Waves[i].Tally, i, current, next), wave.Targets))];

    private static WaveState Wave(ResultTally tally, int wave, int current, RolloutState next)
    {
        var isEnded = next.Phase.IsEnded();
        if (wave > current) return isEnded ? WaveState.Skipped : WaveState.Pending;
        if (wave == current && !isEnded)
        {
            return next.Phase switch
            {
                RolloutPhase.Halted => WaveState.Halted,
                RolloutPhase.Waiting => WaveState.Waiting,
                _ => WaveState.Running,
            };
        }

        return EndOf(tally);
    }

    /// <summary>A wave of a rollout that is over.</summary>
    public static WaveState EndOf(RolloutSnapshot snapshot, int wave) => EndOf(snapshot.Nodes.Where(n => n.Wave == wave).Aggregate(
        ResultTally.Of(snapshot.Nodes.Count(n => n.Wave == wave)), (tally, node) => tally.Move(NodeStanding.Pending, node.Standing)));

    private static WaveState EndOf(ResultTally tally)
    {
        if (tally.Targets > 0 && tally.Pending == tally.Targets) return WaveState.Skipped;
        return tally.Count(ResultClass.Success) == tally.Targets ? WaveState.Succeeded : WaveState.Failed;
    }
}
