using System.Collections.Immutable;
using ChefActors.Controller.Rollouts;
using ChefActors.Core.Nodes;
using ChefActors.Core.Rollouts;
using ChefActors.Core.Znodes;
using ChefActors.ZooKeeper;

namespace ChefActors.Controller.Aggregation;

/// <summary>A rollout's own znodes, read and checked.</summary>
internal static class RolloutReads
{
    /// <summary>Bytes of a chunk of targets when unpacked, at most.</summary>
    private const int ChunkBytesAtMost = 8 * 1024 * 1024;

    /// <summary>A payload and the version of its znode; null: the znode is not there.</summary>
    public static async Task<Versioned<RolloutPlan>?> PlanAsync(IZooKeeperClient client, string rollout, CancellationToken cancellationToken) =>
        await ReadAsync(client, ZnodeLayout.Rollout(rollout), PayloadJson.Default.RolloutPlan, null, cancellationToken);

    public static async Task<Versioned<RolloutState>?> StateAsync(IZooKeeperClient client, string rollout, CancellationToken cancellationToken) =>
        await StateAsync(client, rollout, null, cancellationToken);

    public static async Task<Versioned<RolloutState>?> StateAsync(IZooKeeperClient client, string rollout, WatchHandler? watch, CancellationToken cancellationToken) =>
        await ReadAsync(client, ZnodeLayout.State(rollout), PayloadJson.Default.RolloutState, watch, cancellationToken);

    public static async Task<Versioned<ControlDocument>?> ControlAsync(IZooKeeperClient client, string rollout, WatchHandler? watch, CancellationToken cancellationToken) =>
        await ReadAsync(client, ZnodeLayout.Control(rollout), PayloadJson.Default.ControlDocument, watch, cancellationToken);

    public static async Task<Versioned<OwnerDocument>?> OwnerAsync(IZooKeeperClient client, string rollout, CancellationToken cancellationToken) =>
        await ReadAsync(client, ZnodeLayout.Owner(rollout), PayloadJson.Default.OwnerDocument, null, cancellationToken);

    /// <summary>All targets that are written, in the order in which they go.</summary>
    public static async Task<ImmutableArray<TargetNode>> TargetsAsync(IZooKeeperClient client, string rollout, CancellationToken cancellationToken)
    {
        var written = await client.GetChildrenOrNothingAsync(ZnodeLayout.Targets(rollout), cancellationToken);
        var chunks = await PipelinedReads.AllAsync(
            [.. Enumerable.Range(0, written.Count)], n => ChunkAsync(client, rollout, n, cancellationToken));
        return [.. chunks.SelectMany(c => c.Waves).SelectMany(w => w.Nodes.Select(n => new TargetNode(NodeName.Parse(n), w.Wave)))];
    }

    /// <summary>All rows that exist.</summary>
    public static async Task<ImmutableArray<SeenNode<RowFact>>> RowsAsync(
        IZooKeeperClient client, string rollout, IReadOnlySet<NodeName> except, CancellationToken cancellationToken)
    {
        var names = await client.GetChildrenOrNothingAsync(ZnodeLayout.Rows(rollout), cancellationToken);
        var nodes = names.Select(Name).OfType<NodeName>().Where(n => !except.Contains(n)).ToList();
        return await RowsAsync(client, rollout, nodes, cancellationToken);
    }

    /// <summary>These rows.</summary>
    public static async Task<ImmutableArray<SeenNode<RowFact>>> RowsAsync(
        IZooKeeperClient client, string rollout, IReadOnlyList<NodeName> nodes, CancellationToken cancellationToken)
    {
        var rows = await PipelinedReads.AllAsync(nodes, n => NodeReads.RowAsync(client, rollout, n, null, cancellationToken));
        return [.. nodes.Zip(rows, (node, row) => new SeenNode<RowFact>(node, row))];
    }

    private static NodeName? Name(string text) => NodeName.TryParse(text, out var name, out _) ? name : null;

    private static async Task<TargetChunk> ChunkAsync(IZooKeeperClient client, string rollout, int chunk, CancellationToken cancellationToken)
    {
        var path = ZnodeLayout.TargetChunk(rollout, chunk);
        var data = await client.GetDataAsync(path, null, cancellationToken);
        var reading = PayloadCodec.ReadCompressed(data.Data ?? [], PayloadJson.Default.TargetChunk, ChunkBytesAtMost);
        return reading.IsValid ? reading.Value : throw new InvalidDataException($"{path}: {reading.Error.Text}");
    }

    private static async Task<Versioned<T>?> ReadAsync<T>(
        IZooKeeperClient client, string path, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type, WatchHandler? watch, CancellationToken cancellationToken)
        where T : class
    {
        if (await NodeReads.DataAsync(client, path, watch, cancellationToken) is not { } znode) return null;
        var reading = PayloadCodec.Read(znode.Data ?? [], type);
        return reading.IsValid ? new Versioned<T>(reading.Value, znode.Stat) : throw new InvalidDataException($"{path}: {reading.Error.Text}");
    }
}
