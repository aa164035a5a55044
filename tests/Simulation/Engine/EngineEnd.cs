using ChefActors.Controller.Rollouts;
using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;

namespace ChefActors.Simulation.Engine;

/// <summary>What must hold at the end of a schedule, and between an owner and the one that would follow it now.</summary>
internal static class EngineEnd
{
    /// <summary>Every target is in one state, the counts add up, the budget was not passed by more than was in flight.</summary>
    public static void Hold(RolloutPlan plan, IReadOnlyList<TargetNode> targets, EngineServer server)
    {
        var broken = server.Broken;
        if (server.Rows.Keys.Except(targets.Select(t => t.Node)).Any()) broken.Add("a row of a node that is no target");
        if (server.Empty > 0) broken.Add("an empty row at the end (I8)");
        var ended = server.Rows.Values.OfType<RowFact.Ended>().Select(r => r.Result).ToList();
        if (server.State.Phase.IsEnded()) HoldCounts(targets, server, ended);
        var failures = ended.Count(r => r.State.Class() == ResultClass.Failure);
        if (server.State.Accepted is null && plan.Halt?.Failures is { } budget && failures > budget.Nodes - 1 + plan.Waves.Max(w => w.Parallel))
            broken.Add($"{failures} failures: the budget of {budget.Nodes} was passed by more than what was in flight");
        foreach (var (node, entry) in server.Entries.Where(e => server.Row(e.Key) is RowFact.Ended ended && !ended.Result.MayStillRun()))
            broken.Add($"{node}: {entry} stands beside its result (I8)");
    }

    /// <summary>Two owners that know the same decide the same: what a successor would read now gives the state that this owner finds.</summary>
    public static void HoldAgreement(EngineOwner owner, EngineServer server)
    {
        owner.Look();
        // After a lost answer it reads again in a moment; until then it knows less.
        var isInformed = owner.State.ToResync is null && server.Now >= owner.State.ReadsFrom && owner.State.Targets.Values.All(t => !t.RowIsStale && !t.ReadingRow);
        if (owner.IsBusy || !isInformed || owner.State.Stopped is not null || owner.State.StateVersion != server.StateVersion) return;
        var successor = MachineState.Of(server.Load(), server.Now) with { Events = owner.State.Events };
        var (mine, theirs) = (PhaseDecision.Next(owner.State, server.Now), PhaseDecision.Next(successor, server.Now));
        // Who is there is looked at anew; all else is what was read.
        if (mine.Halt?.Rule is HaltRule.OfflineRequired || !owner.State.NotBack.IsEmpty || !owner.State.Rebooting.SetEquals(successor.Rebooting) || mine.HoldUntil is not null) return;
        if ((mine.Halt?.Rule, mine.Halt?.Value, mine.SoakUntil, mine.GateUntil, mine.Halts) != (theirs.Halt?.Rule, theirs.Halt?.Value, theirs.SoakUntil, theirs.GateUntil, theirs.Halts))
            server.Broken.Add($"an owner and its successor differ: {mine} and {theirs}");
    }

    private static void HoldCounts(IReadOnlyList<TargetNode> targets, EngineServer server, List<CommandResult> ended)
    {
        var tally = ended.Aggregate(ResultTally.Of(targets.Count), (t, r) => t.Move(NodeStanding.Pending, NodeStanding.EndedAs(r.State)));
        var counts = new RolloutCounts(RolloutStates.WithoutPending(tally));
        // A true result that replaced may_still_run may have come when the end was written already.
        var late = server.Rows.Values.OfType<RowFact.Ended>().Count(r => r.Version > 1);
        var written = server.State.Counts!;
        var difference = counts.Keys.Union(written.Keys).Sum(word => Math.Abs(counts.GetValueOrDefault(word) - written.GetValueOrDefault(word)));
        if (written["targets"] != targets.Count || difference > 2 * late)
            server.Broken.Add($"the counts do not add up: {string.Join(", ", written)} instead of {string.Join(", ", counts)}");
        var succeeded = tally.Count(ResultClass.Success) == targets.Count;
        if (server.State.Phase == RolloutPhase.Succeeded && !succeeded && late == 0) server.Broken.Add("succeeded, and not every target was a success");
        if (server.State.Phase != RolloutPhase.Aborted && tally.Pending > 0) server.Broken.Add("an end that left targets out");
    }
}
