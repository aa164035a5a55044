using System.Collections.Immutable;
using ChefActors.Controller.History;
using ChefActors.Controller.Rollouts;
using ChefActors.Core.Commands;
using ChefActors.Core.Nodes;
using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;
using ChefActors.Core.Znodes;
using ChefActors.ZooKeeper;

namespace ChefActors.Controller.Aggregation;

/// <summary>Rollouts as they stand in ZooKeeper, for those who only look. No actors, no watches, nothing is written.</summary>
/// <param name="time">For the time of a look: rows and state tell their own.</param>
internal sealed class RolloutReader(TimeProvider time)
{
    /// <summary>The rollout whole, or null when there is none with this id.</summary>
    public async Task<RolloutSnapshot?> ReadAsync(IZooKeeperClient client, string rollout, CancellationToken cancellationToken)
    {
        if (!CommandId.IsValid(rollout)) return null;
        var plan = RolloutReads.PlanAsync(client, rollout, cancellationToken);
        var state = RolloutReads.StateAsync(client, rollout, cancellationToken);
        var owner = RolloutReads.OwnerAsync(client, rollout, cancellationToken);
        var control = RolloutReads.ControlAsync(client, rollout, null, cancellationToken);
        var targets = RolloutReads.TargetsAsync(client, rollout, cancellationToken);
        var rows = RolloutReads.RowsAsync(client, rollout, ImmutableHashSet<NodeName>.Empty, cancellationToken);
        await Task.WhenAll(plan, state, owner, control, targets, rows);
        if (await plan is not { } p || await state is not { } s || s.Value.Removing) return null;
        var facts = (await rows).ToDictionary(r => r.Node, r => r.Fact);
        if ((await targets).Any(t => facts.GetValueOrDefault(t.Node) is null or RowFact.Missing))
        {
            // Never dispatched, or folded: the state is asked after the rows, as no row goes before the mark is there.
            if (await RolloutReads.StateAsync(client, rollout, cancellationToken) is not { } now || now.Value.Removing) return null;
            if (now.Value.Folded is { } chunks)
            {
                s = now;
                if (!await AddFoldedAsync(client, rollout, chunks, facts, cancellationToken)) return null;
            }
        }

        var nodes = (await targets).Select(t => Node(t, facts.GetValueOrDefault(t.Node))).ToImmutableArray();
        var planned = ResultTally.Of(s.Value.Chunks is null ? p.Value.Waves.Sum(w => w.Targets) : nodes.Length);
        var tally = nodes.Aggregate(planned, (t, n) => t.Move(NodeStanding.Pending, n.Standing));
        return RolloutSnapshots.Of(p.Value, s.Value, tally, nodes, (await owner)?.Value, time.GetUtcNow()) with { Control = (await control)?.Value ?? new ControlDocument() };
    }

    /// <summary>All rollouts, the newest first. One that cannot be read does not hide the others.</summary>
    public async Task<RolloutListing> ListAsync(IZooKeeperClient client, CancellationToken cancellationToken)
    {
        var ids = await client.GetChildrenOrNothingAsync(ZnodeLayout.Rollouts, cancellationToken);
        var newestFirst = ids.Where(id => CommandId.IsValid(id)).OrderDescending(StringComparer.Ordinal).ToList();
        var listed = await PipelinedReads.AllAsync(newestFirst, id => ListedAsync(client, id, cancellationToken));
        return new RolloutListing([.. listed.Select(l => l.Summary).OfType<RolloutSummary>()], [.. listed.Select(l => l.Unreadable).OfType<UnreadableRollout>()]);
    }

    private static async Task<(RolloutSummary? Summary, UnreadableRollout? Unreadable)> ListedAsync(IZooKeeperClient client, string rollout, CancellationToken cancellationToken)
    {
        try
        {
            return (await SummaryAsync(client, rollout, cancellationToken), null);
        }
        catch (InvalidDataException e)
        {
            return (null, new UnreadableRollout(rollout, e.Message));
        }
    }

    private static async Task<RolloutSummary?> SummaryAsync(IZooKeeperClient client, string rollout, CancellationToken cancellationToken)
    {
        var plan = RolloutReads.PlanAsync(client, rollout, cancellationToken);
        var state = RolloutReads.StateAsync(client, rollout, cancellationToken);
        var owner = RolloutReads.OwnerAsync(client, rollout, cancellationToken);
        await Task.WhenAll(plan, state, owner);
        return await plan is { } p && await state is { Value.Removing: false } s ? new RolloutSummary(p.Value, s.Value, (await owner)?.Value) : null;
    }

    /// <summary>A row that stands overrides its folded copy. False: a chunk is gone, the rollout is being removed.</summary>
    private static async Task<bool> AddFoldedAsync(
        IZooKeeperClient client, string rollout, int chunks, Dictionary<NodeName, RowFact> facts, CancellationToken cancellationToken)
    {
        if (await HistoryReads.ChunksAsync(client, rollout, chunks, cancellationToken) is not { } folded) return false;
        foreach (var row in folded.SelectMany(chunk => chunk.Rows))
        {
            if (!NodeName.TryParse(row.Node, out var node, out _) || facts.GetValueOrDefault(node) is not (null or RowFact.Missing)) continue;
            facts[node] = new RowFact.Ended(row.Result, 1, row.Zxid ?? 0, row.At ?? row.Result.FinishedAt ?? default);
        }

        return true;
    }

    private static NodeSnapshot Node(TargetNode target, RowFact? row) => row switch
    {
        RowFact.Ended ended => new NodeSnapshot(target.Node, target.Wave, NodeStanding.EndedAs(ended.Result.State), ended.Result),
        RowFact.Empty => new NodeSnapshot(target.Node, target.Wave, NodeStanding.Outstanding, null),
        _ => new NodeSnapshot(target.Node, target.Wave, NodeStanding.Pending, null),
    };
}
