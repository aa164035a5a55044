using ChefActors.Testing;

namespace ChefActors.Conformance.Tests;

/// <summary>One server of Apache's.</summary>
public sealed class ApacheServer : IConformanceServer, IAsyncLifetime
{
    private RealZooKeeper? _server;

    public int Port => _server!.Ports[0];

    public int LeaderPort => Port;

    public async Task InitializeAsync() => _server = await RealZooKeeper.StartAsync(1, "tickTime=200", "maxSessionTimeout=40000");

    public async Task DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }
}
