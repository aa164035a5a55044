using System.Collections.Immutable;
using ChefActors.Core.Nodes;
using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;

namespace ChefActors.Controller.Rollouts;

/// <summary>What an owner knows, as others are shown it.</summary>
internal static class RolloutSnapshots
{
    public static RolloutSnapshot Of(MachineState state, OwnerDocument? owner, DateTimeOffset now) => Of(
        state.Plan, state.State, state.Tally, [.. state.Order.Select(node => Node(state.Targets[node]))], owner, now) with
    { Control = state.Control };

    /// <summary>In a rollout that was aborted, what was never dispatched is <c>withdrawn</c>.</summary>
    public static RolloutSnapshot Of(
        RolloutPlan plan, RolloutState state, ResultTally tally, ImmutableArray<NodeSnapshot> nodes, OwnerDocument? owner, DateTimeOffset now)
    {
        if (!state.Phase.IsEnded()) return new RolloutSnapshot(plan, state, tally, nodes, owner, now);
        return new RolloutSnapshot(plan, state, RolloutStates.WithoutPending(tally), [.. nodes.Select(n => Withdrawn(plan, n, state))], owner, now);
    }

    /// <summary>What became of a target of an ended rollout that never was dispatched.</summary>
    public static CommandResult NeverDispatched(RolloutPlan plan, NodeName node, RolloutState state) => ControllerResults.Withdrawn(
        plan, node, state.FinishedAt ?? plan.IssuedAt, new Reason(ReasonCode.Abort, $"never dispatched: {state.Reason?.Text ?? "the rollout's end"}"));

    private static NodeSnapshot Withdrawn(RolloutPlan plan, NodeSnapshot node, RolloutState state) => node.Standing != NodeStanding.Pending
        ? node
        : node with { Standing = NodeStanding.EndedAs(ResultState.Withdrawn), Result = NeverDispatched(plan, node.Node, state) };

    private static NodeSnapshot Node(TargetState target) => new(target.Node, target.Wave, target.Standing, (target.Row as RowFact.Ended)?.Result);
}
