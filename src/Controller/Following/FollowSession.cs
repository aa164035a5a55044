using System.Collections.Immutable;
using ChefActors.Core.Following;
using ChefActors.Core.Nodes;

namespace ChefActors.Controller.Following;

/// <summary>
/// Follows the runs of one command on a few nodes: keeps the leases and reads the rings. It is looked at, it does nothing by itself; whoever stops looking stops
/// following, and the nodes tidy up.
/// </summary>
internal sealed class FollowSession(IFollowRings rings, IReadOnlyList<NodeName> nodes, string command, string by, TimeProvider time)
{
    /// <summary>The most nodes that are followed at once: more is nothing that anybody can read.</summary>
    public const int NodesAtMost = 5;

    private readonly Dictionary<NodeName, FollowReader> readers = nodes.ToDictionary(node => node, _ => new FollowReader(command));
    private long? renewedAt;

    /// <summary>Whether the last chunk of the run was seen.</summary>
    public bool IsOver(NodeName node) => readers.TryGetValue(node, out var reader) && reader.IsOver;

    /// <summary>Renews the leases when it is time.</summary>
    /// <returns>Nodes that cannot be followed, as they never registered.</returns>
    public async Task<IReadOnlyList<NodeName>> RenewAsync(CancellationToken cancellationToken)
    {
        if (renewedAt is { } at && time.GetElapsedTime(at) < FollowLease.RenewEvery) return [];
        renewedAt = time.GetTimestamp();
        var renewed = await Task.WhenAll(nodes.Select(node => rings.RenewAsync(node, by, cancellationToken)));
        return [.. nodes.Where((_, i) => !renewed[i])];
    }

    /// <summary>What is new on all nodes.</summary>
    public async Task<IReadOnlyList<(NodeName Node, ImmutableArray<FollowPiece> Pieces)>> ReadAsync(CancellationToken cancellationToken)
    {
        var news = await Task.WhenAll(nodes.Where(node => !readers[node].IsOver).Select(async node => (Node: node, Chunks: await ReadAsync(node, readers[node].NextSequence, cancellationToken))));
        var pieces = new List<(NodeName, ImmutableArray<FollowPiece>)>();
        foreach (var (node, chunks) in news)
        {
            (readers[node], var seen) = readers[node].Take(chunks);
            if (seen.Length > 0) pieces.Add((node, seen));
        }

        return pieces;
    }

    /// <summary>The ring, if there is anything new: the next chunk is where it is due, or in the first znode of a ring that was begun anew.</summary>
    private async Task<IReadOnlyList<FollowChunk>> ReadAsync(NodeName node, long? next, CancellationToken cancellationToken)
    {
        if (next is { } sequence)
        {
            var looks = await Task.WhenAll(rings.ReadAsync(node, (int)(sequence % FollowChunk.Znodes), cancellationToken), rings.ReadAsync(node, 0, cancellationToken));
            if (!looks.Any(chunk => chunk?.Sequence >= sequence)) return [];
        }

        var chunks = await Task.WhenAll(Enumerable.Range(0, FollowChunk.Znodes).Select(n => rings.ReadAsync(node, n, cancellationToken)));
        return [.. chunks.OfType<FollowChunk>()];
    }
}
