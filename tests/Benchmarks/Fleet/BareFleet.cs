using ChefActors.Benchmarks.Peer;
using ChefActors.Core.Nodes;
using ChefActors.FleetHost;

namespace ChefActors.Benchmarks.Fleet;

/// <summary>As many sessions of our client as there are node hosts.</summary>
internal sealed class BareFleet : IAsyncDisposable
{
    private readonly SessionGroup _sessions;

    private BareFleet(string connect, int nodes) => (_sessions, Nodes) = (new SessionGroup(connect), FleetNodes.Of("bare", nodes));

    /// <summary>Their names.</summary>
    internal IReadOnlyList<NodeName> Nodes { get; }

    /// <summary>Ends only with the failure of one of them.</summary>
    internal Task Failed { get; private set; } = Task.CompletedTask;

    /// <summary>Opens and registers them; <c>/node</c> exists.</summary>
    internal static async Task<BareFleet> StartAsync(string connect, int nodes)
    {
        var fleet = new BareFleet(connect, nodes);
        var clients = await fleet._sessions.OpenAsync(nodes);
        var bare = fleet.Nodes.Select((node, i) => new BareNode(clients[i], node)).ToList();
        foreach (var batch in bare.Chunk(NodeHostFleet.AtOnce)) await Task.WhenAll(batch.Select(node => node.BeginAsync()));
        fleet.Failed = Task.WhenAny(bare.Select(node => node.Failed)).Unwrap();
        return fleet;
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _sessions.DisposeAsync();
}
