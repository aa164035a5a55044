using System.Collections.Immutable;
using ChefActors.Controller.Rollouts;
using ChefActors.Core.Delivery;
using ChefActors.Core.Nodes;
using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;
using ChefActors.Core.Znodes;
using ChefActors.ZooKeeper;

namespace ChefActors.Controller.Dispatching;

/// <summary>T4 and T4b: one transaction each, and what its refusal means.</summary>
internal sealed class DispatchProcedure(IZooKeeperClient client, IRolloutWrites writes, RolloutPlan plan)
{
    /// <summary>Dispatches the first of these nodes, as many as a transaction holds.</summary>
    public async Task<WriteAnswer> DispatchAsync(RolloutEffect.DispatchBatch batch, CancellationToken cancellationToken)
    {
        var entries = batch.Nodes.Select(n => (Node: n, Entry: Entry(plan, n, batch.Epoch, batch.Now))).ToList();
        var count = TransactionSize.Prefix(entries, 3, e => DispatchTransaction.Dispatch(plan.Id, 0, 0, [e]).Skip(2).ToList());
        while (true)
        {
            var nodes = entries.Take(count).ToList();
            IReadOnlyList<ZnodeOperation> operations = [.. DispatchTransaction.Dispatch(plan.Id, batch.StateVersion, batch.ControlVersion, nodes), .. Spend(batch.Spend)];
            if (count == 1 && !TransactionSize.Fits(operations)) return new WriteAnswer.TooLarge(nodes[0].Node);
            try
            {
                var result = await writes.CommitAsync(WriteKind.Dispatch, operations, cancellationToken);
                return result.Succeeded ? new WriteAnswer.Done([.. nodes.Select(n => n.Node)]) : await RefusedAsync(nodes, result, cancellationToken);
            }
            catch (RequestTooLargeException) when (count > 1)
            {
                // The server's frame limit is below ours: nothing was sent.
                count /= 2;
            }
            catch (RequestTooLargeException)
            {
                return new WriteAnswer.TooLarge(nodes[0].Node);
            }
        }
    }

    /// <summary>Gives the first of these nodes their terminal states, as many as a transaction holds.</summary>
    public async Task<WriteAnswer> GiveTerminalAsync(RolloutEffect.GiveTerminal given, CancellationToken cancellationToken)
    {
        var rows = given.Nodes.Select(n => (n.Node, Result: ResultTrim.ForRow(n.Result))).ToList();
        rows = [.. rows.Take(TransactionSize.Prefix(rows, 1, r => DispatchTransaction.WithoutEntry(plan.Id, 0, [r]).Skip(1).ToList()))];
        var result = await writes.CommitAsync(WriteKind.Terminal, DispatchTransaction.WithoutEntry(plan.Id, given.StateVersion, rows), cancellationToken);
        if (result.Succeeded) return new WriteAnswer.Done([.. rows.Select(r => r.Node)], Zxid: TransactionSize.ZxidOf(result));
        if (result.FailedIndex == DispatchTransaction.StateIndex) return Refusals.OfState(result, plan.Id);
        var node = rows[(result.FailedIndex - 1) / 2].Node;
        return result.Error == ErrorCode.NodeExists ? new WriteAnswer.Stale(node) : throw Refusals.Unexpected(result, ZnodeLayout.Row(plan.Id, node));
    }

    /// <summary>A command as it goes to a node's inbox.</summary>
    public static byte[] Entry(RolloutPlan plan, NodeName node, int epoch, DateTimeOffset now) =>
        PayloadCodec.Write(plan.Command.For(plan.Id, node.Value, epoch, plan.Cluster, plan.IssuedBy, now), PayloadJson.Default.Command);

    /// <summary>What the batch takes from the shared budget, as the last operation.</summary>
    private IEnumerable<ZnodeOperation> Spend(PaceFact? spend)
    {
        if (spend?.Document is not { } document || plan.Pace is not { } pace) return [];
        var (path, data) = (ZnodeLayout.Pace(pace.ChefServer), PayloadCodec.Write(document, PayloadJson.Default.PaceDocument));
        return [spend.Version < 0 ? new ZnodeOperation.Create(path, data) : new ZnodeOperation.SetData(path, data, spend.Version)];
    }

    private async Task<WriteAnswer> RefusedAsync(List<(NodeName Node, byte[] Entry)> nodes, TransactionResult result, CancellationToken cancellationToken)
    {
        if (result.FailedIndex == DispatchTransaction.StateIndex) return Refusals.OfState(result, plan.Id);
        if (result.FailedIndex == DispatchTransaction.ControlIndex) return new WriteAnswer.ControlChanged();
        var (index, isRow) = DispatchTransaction.Culprit(result.FailedIndex);
        if (index == nodes.Count) return new WriteAnswer.PaceChanged();
        var node = nodes[index].Node;
        return (result.Error, isRow) switch
        {
            (ErrorCode.NodeExists, true) => new WriteAnswer.Stale(node),
            (ErrorCode.NodeExists, false) => await client.ExistsAsync(ZnodeLayout.Row(plan.Id, node), null, cancellationToken) is null
                ? new WriteAnswer.EntryExists(node)
                : new WriteAnswer.Stale(node),
            (ErrorCode.NoNode, false) => new WriteAnswer.NeverRegistered(node),
            _ => throw Refusals.Unexpected(result, isRow ? ZnodeLayout.Row(plan.Id, node) : ZnodeLayout.Entry(node, plan.Id)),
        };
    }
}
