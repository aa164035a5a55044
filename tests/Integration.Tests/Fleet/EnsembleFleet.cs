using ChefActors.Testing;
using ChefActors.ZooKeeper;

namespace ChefActors.Integration.Tests.Fleet;

/// <summary>An ensemble of three real servers with four node hosts, for several deaths.</summary>
public sealed class EnsembleFleet : IAsyncLifetime
{
    internal RealZooKeeper Ensemble { get; private set; } = null!;

    internal IZooKeeperClient Client { get; private set; } = null!;

    internal IReadOnlyList<NodeUnderTest> Nodes { get; private set; } = [];

    public async Task InitializeAsync()
    {
        Ensemble = await RealZooKeeper.StartAsync(3);
        Client = await EmbeddedFleet.ConnectAsync(Ensemble.ConnectString);
        Nodes = [.. Enumerable.Range(1, 4).Select(i => new NodeUnderTest(Ensemble.ConnectString, $"web-{i}.example.com") { Seconds = "1" })];
        await Task.WhenAll(Nodes.Select(node => node.Start()));
    }

    public async Task DisposeAsync()
    {
        foreach (var node in Nodes) await node.DisposeAsync();
        if (Client is not null) await Client.DisposeAsync();
        if (Ensemble is not null) await Ensemble.DisposeAsync();
    }

    /// <summary>Kills the leader and gives its number.</summary>
    internal async Task<int> KillLeader()
    {
        var leader = await Ensemble.Leader();
        await Ensemble.Kill(leader);
        return leader;
    }

    /// <summary>Asks until an answer comes: the client waits for the next leader by itself, a request that was in flight is repeated.</summary>
    internal async Task<T> Ask<T>(Func<IZooKeeperClient, Task<T>> question)
    {
        while (true)
        {
            try
            {
                return await question(Client);
            }
            catch (ConnectionLossException)
            {
                // Asked again.
            }
        }
    }
}
