using ChefActors.Controller.Aggregation;
using ChefActors.Controller.Rollouts;
using ChefActors.Core.Commands;
using ChefActors.Core.Nodes;
using ChefActors.Core.Rollouts;
using ChefActors.Core.Znodes;
using ChefActors.ZooKeeper;

namespace ChefActors.Controller.Ownership;

/// <summary>
/// Whether a command of another unfinished rollout is outstanding on these nodes. It looks into their inboxes: every outstanding command has an
/// entry there, so the cost is that of the targets and not of the history. A slot's runs do not count; queries and why-runs overlap with nothing.
/// </summary>
internal static class OverlapCheck
{
    /// <summary>Whether a rollout of this command can overlap with anything.</summary>
    public static bool Concerns(RolloutCommand command) => command.Kind != CommandKind.Query && !command.WhyRun;

    /// <summary>The first overlap in the order of rollout ids, or null.</summary>
    public static async Task<StartAnswer.Overlap?> FindAsync(
        IZooKeeperClient client, string rollout, IReadOnlyList<NodeName> nodes, CancellationToken cancellationToken)
    {
        var inboxes = await PipelinedReads.AllAsync(nodes, n => client.GetChildrenOrNothingAsync(ZnodeLayout.Inbox(n), cancellationToken));
        var commands = nodes.Zip(inboxes, (node, ids) => ids.Select(id => (Node: node, Rollout: id))).SelectMany(x => x)
            .Where(c => c.Rollout != rollout && !CommandId.TryParseSlot(c.Rollout, out _) && CommandId.IsValid(c.Rollout))
            .GroupBy(c => c.Rollout).OrderBy(g => g.Key, StringComparer.Ordinal);
        foreach (var other in commands)
        {
            if (!await IsUnfinishedAsync(client, other.Key, cancellationToken)) continue;
            var rows = await RolloutReads.RowsAsync(client, other.Key, [.. other.Select(c => c.Node)], cancellationToken);
            var outstanding = rows.Where(r => r.Fact is RowFact.Empty).Select(r => r.Node).Order().ToList();
            if (outstanding.Count > 0) return new StartAnswer.Overlap(other.Key, outstanding);
        }

        return null;
    }

    private static async Task<bool> IsUnfinishedAsync(IZooKeeperClient client, string rollout, CancellationToken cancellationToken)
    {
        var state = await RolloutReads.StateAsync(client, rollout, cancellationToken);
        if (state is null || state.Value.Phase.IsEnded()) return false;
        var plan = await RolloutReads.PlanAsync(client, rollout, cancellationToken);
        return plan is not null && Concerns(plan.Value.Command);
    }
}
