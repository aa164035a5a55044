using System.Globalization;
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
/// T12, by an owner: a rollout that ended becomes a few znodes. Asked again, in this session or the next or by another controller, it goes on where it was.
/// An expired session, and errors that no rule explains, are thrown.
/// </summary>
internal sealed class CompactionProcedure(IZooKeeperClient client, IRolloutWrites writes, OwnerClock clock, ControllerIdentity me)
{
    /// <summary>Compacts, unless another controller has it in hand, or it is not to be.</summary>
    public async Task<CompactionOutcome> CompactAsync(string rollout, CancellationToken cancellationToken) =>
        (await Attempts.UntilAnsweredAsync(() => TryAsync(rollout, cancellationToken)))!.Value;

    /// <summary>One attempt; null: something changed in between, look again.</summary>
    private async Task<CompactionOutcome?> TryAsync(string rollout, CancellationToken cancellationToken)
    {
        await client.SyncAsync(ZnodeLayout.State(rollout), cancellationToken);
        if (await RolloutReads.StateAsync(client, rollout, cancellationToken) is not { } state || state.Value.Removing) return CompactionOutcome.Gone;
        if (!state.Value.Phase.IsEnded()) return CompactionOutcome.Unfinished;
        if (state.Value.Compacted) return CompactionOutcome.Compacted;
        if (await RolloutReads.PlanAsync(client, rollout, cancellationToken) is not { } plan) return CompactionOutcome.Gone;
        if (plan.Value.Command.Kind == CommandKind.Query) return CompactionOutcome.Query;
        var owner = await RolloutReads.OwnerAsync(client, rollout, cancellationToken);
        if (owner is not null && owner.Value.Controller != me.Id) return CompactionOutcome.OwnedByOther;
        if (await OwnAsync(rollout, state.Value, state.Version, owner, cancellationToken) is not { } fence) return null;
        IReadOnlyList<(NodeName Node, int Version)>? removable;
        if (fence.State.Folded is null)
        {
            if (await FoldAsync(plan.Value, fence, cancellationToken) is not { } folded) return null;
            (fence, removable) = folded;
        }
        else removable = await RemovableAsync(rollout, fence.State.Folded.Value, cancellationToken);

        if (removable is null) return CompactionOutcome.Gone;
        if (!await RemoveRowsAsync(rollout, fence.Version, removable, cancellationToken)) return null;
        var operations = CompactionTransaction.Finish(rollout, fence.State with { Compacted = true }, fence.Version);
        return await writes.IsWrittenAsync(WriteKind.Compacted, operations, cancellationToken) ? CompactionOutcome.Compacted : null;
    }

    /// <summary>T2 on a state that keeps its phase. It is owned already by whoever wrote its end; null: it changed in between.</summary>
    private async Task<Fence?> OwnAsync(string rollout, RolloutState state, int version, Versioned<OwnerDocument>? owner, CancellationToken cancellationToken)
    {
        if (owner is not null && owner.Stat.EphemeralOwner == client.SessionId && state.Owner == me.Id) return new Fence(state, version);
        var next = state with { Epoch = state.Epoch + 1, Owner = me.Id };
        var operations = RolloutTransaction.TakeOver(rollout, me.Document(clock.Now), next, version);
        // This process's own, of a session of before, or of a state that another wrote since: forced, which is safe, as the state is the fence.
        if (owner is not null) operations = [new ZnodeOperation.Delete(ZnodeLayout.Owner(rollout)), .. operations];
        return await writes.IsWrittenAsync(WriteKind.TakeOver, operations, cancellationToken) ? new Fence(next, version + 1) : null;
    }

    private async Task<(Fence Fence, IReadOnlyList<(NodeName Node, int Version)> Removable)?> FoldAsync(RolloutPlan plan, Fence fence, CancellationToken cancellationToken)
    {
        // Without the number of chunks the targets were never all written, and nothing was dispatched.
        var targets = fence.State.Chunks is null ? [] : await RolloutReads.TargetsAsync(client, plan.Id, cancellationToken);
        var folded = Folding.Of(plan, fence.State, targets, await HistoryReads.RowsAsync(client, plan.Id, cancellationToken));
        var before = await client.GetChildrenOrNullAsync(ZnodeLayout.FoldedResults(plan.Id), cancellationToken);
        for (var k = 0; k < folded.Chunks.Count; k++)
        {
            var isThere = before?.Contains(k.ToString(CultureInfo.InvariantCulture)) == true;
            var operations = CompactionTransaction.WriteChunk(plan.Id, k, folded.Chunks[k], parentExists: k > 0 || before is not null, isThere, fence.Version);
            if (!await writes.IsWrittenAsync(WriteKind.Fold, operations, cancellationToken)) return null;
        }

        var marked = fence.State with { Folded = folded.Chunks.Count };
        return await writes.IsWrittenAsync(WriteKind.FoldMark, [RolloutTransaction.SetState(plan.Id, marked, fence.Version)], cancellationToken)
            ? (new Fence(marked, fence.Version + 1), folded.Removable)
            : null;
    }

    /// <summary>Another one folded: only rows that equal their folded copies go.</summary>
    private async Task<IReadOnlyList<(NodeName Node, int Version)>?> RemovableAsync(string rollout, int chunks, CancellationToken cancellationToken)
    {
        if (await HistoryReads.ChunksAsync(client, rollout, chunks, cancellationToken) is not { } folded) return null;
        return Folding.Removable(folded, await HistoryReads.RowsAsync(client, rollout, cancellationToken));
    }

    /// <summary>False: fenced.</summary>
    private async Task<bool> RemoveRowsAsync(string rollout, int stateVersion, IReadOnlyList<(NodeName Node, int Version)> rows, CancellationToken cancellationToken)
    {
        var left = new Queue<(NodeName Node, int Version)>(rows);
        var batch = new List<(NodeName Node, int Version)>();
        while (true)
        {
            while (batch.Count < CompactionTransaction.RowsAtMost && left.TryDequeue(out var row)) batch.Add(row);
            if (batch.Count == 0) return true;
            var operations = CompactionTransaction.RemoveRows(rollout, stateVersion, batch);
            var result = await writes.CommitAsync(WriteKind.RemoveRows, operations, cancellationToken);
            if (result.Succeeded) batch.Clear();
            else if (result.Error is not (ErrorCode.BadVersion or ErrorCode.NoNode)) throw Refusals.Unexpected(result, operations[result.FailedIndex].Path);
            else if (result.FailedIndex == CompactionTransaction.StateIndex) return false;
            // A late result overrides its folded copy: that row stays.
            else batch.RemoveAt(result.FailedIndex - 1);
        }
    }

    /// <summary>The state as this owner wrote it, and its version.</summary>
    private sealed record Fence(RolloutState State, int Version);
}
