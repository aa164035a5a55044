using System.Collections.Immutable;
using ChefActors.Controller.Aggregation;
using ChefActors.Core.Nodes;
using ChefActors.Core.Rollouts;
using ChefActors.Core.Znodes;
using ChefActors.ZooKeeper;

namespace ChefActors.Controller.History;

/// <summary>What stands of an ended rollout.</summary>
internal static class HistoryReads
{
    /// <summary>Bytes of a chunk when unpacked, at most.</summary>
    private const int ChunkBytesAtMost = 8 * 1024 * 1024;

    /// <summary>The rows that stand and are not empty.</summary>
    public static async Task<ImmutableArray<StoredRow>> RowsAsync(IZooKeeperClient client, string rollout, CancellationToken cancellationToken)
    {
        var names = await client.GetChildrenOrNothingAsync(ZnodeLayout.Rows(rollout), cancellationToken);
        var nodes = names.Select(name => NodeName.TryParse(name, out var node, out _) ? node : (NodeName?)null).OfType<NodeName>().ToList();
        var rows = await PipelinedReads.AllAsync(nodes, node => NodeReads.DataAsync(client, ZnodeLayout.Row(rollout, node), null, cancellationToken));
        return [.. nodes.Zip(rows).Where(r => r.Second?.Data is { Length: > 0 }).Select(r => new StoredRow(r.First, r.Second!.Data!, r.Second.Stat))];
    }

    /// <summary>The chunks of a rollout that is marked as folded; null: one is not there, as the rollout is being removed.</summary>
    /// <exception cref="InvalidDataException">One cannot be read.</exception>
    public static async Task<ImmutableArray<FoldedChunk>?> ChunksAsync(IZooKeeperClient client, string rollout, int chunks, CancellationToken cancellationToken)
    {
        var read = await PipelinedReads.AllAsync([.. Enumerable.Range(0, chunks)], k => ChunkAsync(client, rollout, k, cancellationToken));
        return read.Contains(null) ? null : [.. read.OfType<FoldedChunk>()];
    }

    private static async Task<FoldedChunk?> ChunkAsync(IZooKeeperClient client, string rollout, int chunk, CancellationToken cancellationToken)
    {
        var path = ZnodeLayout.FoldedResult(rollout, chunk);
        if (await NodeReads.DataAsync(client, path, null, cancellationToken) is not { } znode) return null;
        var reading = PayloadCodec.ReadCompressed(znode.Data ?? [], PayloadJson.Default.FoldedChunk, ChunkBytesAtMost);
        return reading.IsValid ? reading.Value : throw new InvalidDataException($"{path}: {reading.Error.Text}");
    }
}
