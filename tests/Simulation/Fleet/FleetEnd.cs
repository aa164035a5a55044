using ChefActors.Controller.Aggregation;
using ChefActors.Controller.Rollouts;
using ChefActors.Core.Nodes;
using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;
using ChefActors.Core.Znodes;
using ChefActors.Simulation.Checkers;

namespace ChefActors.Simulation.Fleet;

/// <summary>What must hold once a schedule is over: of each rollout, and of each machine by the checkers of a node host's histories.</summary>
internal static class FleetEnd
{
    internal static IReadOnlyList<string> Violations(FleetWorld world)
    {
        if (world.Errors.Count > 0) return world.Errors;
        var broken = new List<string>();
        broken.AddRange(world.Zk.HandlerErrors.Select(error => error.ToString()));
        if (world.Thread.WasLeft) broken.Add("something ran in another thread");
        foreach (var rollout in world.Rollouts.Values)
        {
            Hold(rollout, broken);
            HoldHistory(world, rollout, broken);
        }

        foreach (var node in world.Nodes)
        {
            broken.AddRange(Checks.OfHost(node).Select(violation => $"{node.Name}: {violation}"));
            broken.AddRange(Left(world, node).Select(left => $"{node.Name}: {left}"));
        }

        return broken;
    }

    private static void Hold(RolloutRecord rollout, List<string> broken)
    {
        var (id, plan, state) = (rollout.Id, rollout.Plan, rollout.State);
        if (rollout.Empty > 0) broken.Add($"{id}: {rollout.Empty} rows are empty at the end (I8)");
        if (rollout.Rows.Keys.Except(rollout.Waves.Keys).Any()) broken.Add($"{id}: a row of a node that is no target");
        var ended = rollout.Rows.Values.OfType<CommandResult>().ToList();
        if (state.Chunks is not null) HoldCounts(rollout, ended, broken);
        if (state.Accepted is not null) return;
        HoldBudget(id, "the rollout", plan.Halt?.Failures, ended, plan.Waves.Max(wave => wave.Parallel), broken);
        for (var i = 0; i < plan.Waves.Count; i++)
            HoldBudget(id, plan.Waves[i].Name, plan.Waves[i].Failures, [.. rollout.Rows.Where(row => rollout.Waves[row.Key] == i).Select(row => row.Value).OfType<CommandResult>()], plan.Waves[i].Parallel, broken);
    }

    private static void HoldBudget(string id, string of, Budget? budget, IReadOnlyList<CommandResult> ended, int parallel, List<string> broken)
    {
        var failures = ended.Count(result => result.State.Class() == ResultClass.Failure);
        if (budget is not null && failures > budget.Nodes - 1 + parallel) broken.Add($"{id}: {failures} failures: the budget of {of}, {budget.Nodes}, was passed by more than what was in flight");
    }

    private static void HoldCounts(RolloutRecord rollout, List<CommandResult> ended, List<string> broken)
    {
        var tally = ended.Aggregate(ResultTally.Of(rollout.Waves.Count), (t, result) => t.Move(NodeStanding.Pending, NodeStanding.EndedAs(result.State)));
        var (counts, written) = (new RolloutCounts(RolloutStates.WithoutPending(tally)), rollout.State.Counts!);
        var difference = counts.Keys.Union(written.Keys).Sum(word => Math.Abs(counts.GetValueOrDefault(word) - written.GetValueOrDefault(word)));
        if (written["targets"] != rollout.Waves.Count || difference > 2 * rollout.Late) broken.Add($"{rollout.Id}: the counts do not add up: {string.Join(", ", written)} instead of {string.Join(", ", counts)}");
        if (rollout.State.Phase == RolloutPhase.Succeeded && tally.Count(ResultClass.Success) != rollout.Waves.Count && rollout.Late == 0) broken.Add($"{rollout.Id}: succeeded, and not every target was a success");
        if (rollout.State.Phase is RolloutPhase.Succeeded or RolloutPhase.Failed && tally.Pending > 0) broken.Add($"{rollout.Id}: an end that left targets out");
    }

    /// <summary>Who looks afterwards, when the rows are folded, sees every target in the one state that its row had.</summary>
    private static void HoldHistory(FleetWorld world, RolloutRecord rollout, List<string> broken)
    {
        var reading = new RolloutReader(world.Time).ReadAsync(world.Zk.Process("reader").Connect(), rollout.Id, CancellationToken.None);
        if (!reading.IsCompletedSuccessfully || reading.GetAwaiter().GetResult() is not { } snapshot)
        {
            broken.Add($"{rollout.Id} cannot be read");
            return;
        }

        if (!snapshot.Tally.IsComplete) broken.Add($"{rollout.Id}: {snapshot.Tally.Pending} pending and {snapshot.Tally.Outstanding} outstanding after the end");
        if (rollout.State.Chunks is not null && snapshot.Tally.Targets != rollout.Waves.Count) broken.Add($"{rollout.Id}: {snapshot.Tally.Targets} targets of {rollout.Waves.Count} are told of");
        foreach (var node in snapshot.Nodes)
        {
            var state = rollout.Rows.TryGetValue(node.Node, out var row) ? row!.State : ResultState.Withdrawn;
            if (node.Standing.Ended != state) broken.Add($"{rollout.Id}: {node.Node} was {state} and is told of as {node.Standing.Ended}");
        }
    }

    /// <summary>I12: where a host is back nothing is left, where none is what stands may still run.</summary>
    private static IEnumerable<string> Left(FleetWorld world, FleetNode node)
    {
        foreach (var entry in world.Zk.Children(ZnodeLayout.Inbox(node.Name)))
        {
            if (!node.IsGone || world.Rollouts[entry].Rows.GetValueOrDefault(node.Name)?.MayStillRun() != true) yield return $"the entry {entry} is left";
        }

        if (!node.IsGone && !node.IsSettled) yield return "a run or a result is left";
    }
}
