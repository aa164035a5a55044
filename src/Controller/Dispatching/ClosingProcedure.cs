using ChefActors.Controller.Aggregation;
using ChefActors.Controller.Rollouts;
using ChefActors.Core.Commands;
using ChefActors.Core.Delivery;
using ChefActors.Core.Nodes;
using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;
using ChefActors.Core.Znodes;
using ChefActors.ZooKeeper;

namespace ChefActors.Controller.Dispatching;

/// <summary>T8, T9 and T10: one transaction for several nodes, and what its refusal means.</summary>
internal sealed class ClosingProcedure(IZooKeeperClient client, IRolloutWrites writes, RolloutPlan plan)
{
    /// <summary>T8.</summary>
    public Task<WriteAnswer> EndUnclaimedAsync(RolloutEffect.EndUnclaimed ended, CancellationToken cancellationToken) => CommitAsync(
        WriteKind.EndUnclaimed,
        [.. ended.Nodes.Select(n => (n.Node, ClosingTransaction.EndUnclaimed(plan.Id, ended.StateVersion, n.Node, ResultTrim.ForRow(n.Result))))],
        cancellationToken);

    /// <summary>T10.</summary>
    public Task<WriteAnswer> GiveUpAsync(RolloutEffect.GiveUp givenUp, CancellationToken cancellationToken) => CommitAsync(
        WriteKind.GiveUp,
        [.. givenUp.Nodes.Select(n => (n.Node, ClosingTransaction.GiveUp(plan.Id, givenUp.StateVersion, n.Node, ResultTrim.ForRow(n.Result))))],
        cancellationToken);

    /// <summary>T9. The entries are read again, as a stop request is written into what stands there.</summary>
    public async Task<WriteAnswer> AskToStopAsync(RolloutEffect.AskToStop asked, CancellationToken cancellationToken)
    {
        var entries = await PipelinedReads.AllAsync(asked.Nodes, n => NodeReads.DataAsync(client, ZnodeLayout.Entry(n.Node, plan.Id), null, cancellationToken));
        var parts = new List<(NodeName, IReadOnlyList<ZnodeOperation>)>();
        foreach (var (request, entry) in asked.Nodes.Zip(entries))
        {
            if (entry?.Data is not { } data || entry.Stat.Version != request.EntryVersion) return new WriteAnswer.Stale(request.Node);
            var cancelled = CommandReader.WithCancel(data, asked.Cancel, entry.Stat.ModifiedAt);
            parts.Add((request.Node, ClosingTransaction.AskToStop(plan.Id, asked.StateVersion, request.Node, cancelled, request.EntryVersion)));
        }

        return await CommitAsync(WriteKind.AskToStop, parts, cancellationToken);
    }

    private async Task<WriteAnswer> CommitAsync(WriteKind kind, IReadOnlyList<(NodeName Node, IReadOnlyList<ZnodeOperation> Operations)> parts, CancellationToken cancellationToken)
    {
        parts = [.. parts.Take(TransactionSize.Prefix(parts, 0, p => p.Operations))];
        var perNode = parts[0].Operations.Count;
        var result = await writes.CommitAsync(kind, [.. parts.SelectMany(p => p.Operations)], cancellationToken);
        if (result.Succeeded) return new WriteAnswer.Done([.. parts.Select(p => p.Node)], Zxid: TransactionSize.ZxidOf(result));
        if (result.FailedIndex % perNode == ClosingTransaction.StateIndex) return Refusals.OfState(result, plan.Id);
        return result.Error is ErrorCode.BadVersion or ErrorCode.NoNode
            ? new WriteAnswer.Stale(parts[result.FailedIndex / perNode].Node)
            : throw Refusals.Unexpected(result, parts[result.FailedIndex / perNode].Operations[result.FailedIndex % perNode].Path);
    }
}
