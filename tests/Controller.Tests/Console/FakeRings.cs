using ChefActors.Controller.Following;
using ChefActors.Core.Following;
using ChefActors.Core.Nodes;
using ChefActors.Core.Queries;

namespace ChefActors.Controller.Tests.Console;

/// <summary>Rings in memory: what a node wrote, or what goes wrong.</summary>
internal sealed class FakeRings : IFollowRings
{
    private readonly Dictionary<(string Node, int N), FollowChunk> _znodes = [];
    private readonly Dictionary<string, FollowRing> _rings = [];

    /// <summary>Renewals by node.</summary>
    public List<string> Renewals { get; } = [];

    /// <summary>Reads.</summary>
    public int Reads { get; private set; }

    /// <summary>Nodes that never registered.</summary>
    public HashSet<string> Unknown { get; } = [];

    /// <summary>What reading fails with.</summary>
    public Exception? Fault { get; set; }

    /// <summary>The node writes a piece of its output; <paramref name="skip"/> bytes before it are not in the ring.</summary>
    public void Write(string node, string command, string text, bool isOver = false, int skip = 0, int attempt = 1)
    {
        if (!_rings.TryGetValue(node, out var ring) || ring.Attempt != attempt) ring = new FollowRing(command, attempt, 0, ring?.Sequence ?? 8000);
        (_rings[node], var chunks) = ring.Write(ring.Offset + skip, System.Text.Encoding.UTF8.GetBytes(text), isOver);
        foreach (var chunk in chunks) _znodes[(node, (int)(chunk.Sequence % FollowChunk.Znodes))] = chunk;
    }

    public Task<bool> RenewAsync(NodeName node, string by, CancellationToken cancellationToken)
    {
        Renewals.Add(node.Value);
        return Task.FromResult(!Unknown.Contains(node.Value));
    }

    public Task<FollowChunk?> ReadAsync(NodeName node, int n, CancellationToken cancellationToken)
    {
        Reads++;
        return Fault is null ? Task.FromResult(_znodes.GetValueOrDefault((node.Value, n))) : Task.FromException<FollowChunk?>(Fault);
    }
}
