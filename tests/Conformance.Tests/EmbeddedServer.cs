using ChefActors.ZooKeeper.Embedded;

namespace ChefActors.Conformance.Tests;

/// <summary>The embedded server.</summary>
public sealed class EmbeddedServer : IConformanceServer, IAsyncLifetime
{
    private EmbeddedZooKeeper? _server;

    public int Port => _server!.Port;

    public int LeaderPort => Port;

    public async Task InitializeAsync() =>
        _server = await EmbeddedZooKeeper.StartAsync(new EmbeddedOptions
        {
            TickTime = TimeSpan.FromMilliseconds(200),
            MaxSessionTimeout = TimeSpan.FromSeconds(40),
            LeftoverInterval = TimeSpan.FromMilliseconds(200),
        });

    public async Task DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }
}
