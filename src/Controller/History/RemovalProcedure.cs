using System.Collections.Immutable;
using ChefActors.Controller.Aggregation;
using ChefActors.Controller.Dispatching;
using ChefActors.Controller.Ownership;
using ChefActors.Controller.Rollouts;
using ChefActors.Core.Commands;
using ChefActors.Core.Delivery;
using ChefActors.Core.Nodes;
using ChefActors.Core.Rollouts;
using ChefActors.Core.Znodes;
using ChefActors.ZooKeeper;

namespace ChefActors.Controller.History;

/// <summary>
/// T13: ended rollouts that are too old or too many are marked, then removed. It needs no owner: any number of controllers may do it at once, and one that dies in
/// the middle is followed by whoever looks next. An expired session, and errors that no rule explains, are thrown.
/// </summary>
internal sealed class RemovalProcedure(IZooKeeperClient client, IRolloutWrites writes, OwnerClock clock, HistoryLimits limits)
{
    /// <summary>Looks, removes, and names what it removed.</summary>
    public async Task<IReadOnlyList<string>> RemoveAsync(CancellationToken cancellationToken)
    {
        var ids = await client.GetChildrenOrNothingAsync(ZnodeLayout.Rollouts, cancellationToken);
        var read = await PipelinedReads.AllAsync([.. ids.Where(id => CommandId.IsValid(id))], id => EntryAsync(id, cancellationToken));
        var removed = new List<string>();
        foreach (var rollout in RemovalDecision.Of([.. read.OfType<HistoryEntry>()], limits, clock.Now))
        {
            if (await RemoveAsync(rollout, cancellationToken)) removed.Add(rollout);
        }

        return removed;
    }

    /// <summary>Null: it has not ended, somebody drives it, it is gone, or it cannot be read and so not be judged.</summary>
    private async Task<HistoryEntry?> EntryAsync(string rollout, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(rollout, cancellationToken);
        }
        catch (InvalidDataException)
        {
            // Written by a later version, or damaged: whoever drives it says so, and it stays until somebody can tell what it is.
            return null;
        }
    }

    private async Task<HistoryEntry?> ReadAsync(string rollout, CancellationToken cancellationToken)
    {
        var state = await RolloutReads.StateAsync(client, rollout, cancellationToken);
        if (state is null || !state.Value.Phase.IsEnded()) return null;
        if (state.Value.Removing) return new HistoryEntry(rollout, state.Value.FinishedAt ?? default, true, false, IsRemoving: true);
        if (await client.ExistsAsync(ZnodeLayout.Owner(rollout), null, cancellationToken) is not null) return null;
        if (await RolloutReads.PlanAsync(client, rollout, cancellationToken) is not { } plan) return null;
        var mayStillRun = false;
        if (state.Value.Compacted)
        {
            // Few or none: what stands beside the folded copies.
            var rows = await RolloutReads.RowsAsync(client, rollout, ImmutableHashSet<NodeName>.Empty, cancellationToken);
            mayStillRun = rows.Any(r => r.Fact is RowFact.Ended ended && ended.Result.MayStillRun());
        }

        var isSettled = state.Value.Compacted || plan.Value.Command.Kind == CommandKind.Query;
        return new HistoryEntry(rollout, state.Value.FinishedAt ?? plan.Value.IssuedAt, isSettled, mayStillRun, IsRemoving: false);
    }

    /// <summary>False: it is gone already, or somebody began something with it.</summary>
    private async Task<bool> RemoveAsync(string rollout, CancellationToken cancellationToken) =>
        (await Attempts.UntilAnsweredAsync(() => TryAsync(rollout, cancellationToken)))!.Value;

    private async Task<bool?> TryAsync(string rollout, CancellationToken cancellationToken)
    {
        await client.SyncAsync(ZnodeLayout.State(rollout), cancellationToken);
        if (await RolloutReads.StateAsync(client, rollout, cancellationToken) is not { } state) return false;
        var version = state.Version;
        if (!state.Value.Removing)
        {
            if (await client.ExistsAsync(ZnodeLayout.Owner(rollout), null, cancellationToken) is not null) return false;
            if (!await writes.IsWrittenAsync(WriteKind.RemovalMark, [RolloutTransaction.SetState(rollout, state.Value with { Removing = true }, version)], cancellationToken)) return null;
            version++;
        }

        foreach (var batch in (await PathsAsync(rollout, cancellationToken)).Chunk(RemovalTransaction.ZnodesAtMost))
        {
            if (!await writes.IsWrittenAsync(WriteKind.RemoveHistory, RemovalTransaction.Remove(rollout, version, batch), cancellationToken)) return null;
        }

        return await writes.IsWrittenAsync(WriteKind.RemoveHistory, RemovalTransaction.Finish(rollout, version), cancellationToken) ? true : null;
    }

    /// <summary>All that stands of it but for the state and itself, in the order of DELIVERY, T13: children before their parents.</summary>
    private async Task<IReadOnlyList<string>> PathsAsync(string rollout, CancellationToken cancellationToken)
    {
        var paths = new List<string>();
        var rows = await client.GetChildrenOrNullAsync(ZnodeLayout.Rows(rollout), cancellationToken);
        paths.AddRange((rows ?? []).Select(name => $"{ZnodeLayout.Rows(rollout)}/{name}"));
        foreach (var parent in (string[])[ZnodeLayout.FoldedResults(rollout), ZnodeLayout.Targets(rollout)])
        {
            if (await client.GetChildrenOrNullAsync(parent, cancellationToken) is not { } children) continue;
            paths.AddRange(children.Select(name => $"{parent}/{name}"));
            paths.Add(parent);
        }

        if (rows is not null) paths.Add(ZnodeLayout.Rows(rollout));
        foreach (var path in (string[])[ZnodeLayout.Control(rollout), ZnodeLayout.Owner(rollout)])
        {
            if (await client.ExistsAsync(path, null, cancellationToken) is not null) paths.Add(path);
        }

        return paths;
    }
}
