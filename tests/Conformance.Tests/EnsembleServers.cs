using ChefActors.Testing;

namespace ChefActors.Conformance.Tests;

/// <summary>Three of Apache's servers; the cases talk to one that does not lead, so that every write goes through another.</summary>
public sealed class EnsembleServers : IConformanceServer, IAsyncLifetime
{
    private RealZooKeeper? _ensemble;
    private int _leader;
    private int _follower;

    public int Port => _ensemble!.Ports[_follower - 1];

    public int LeaderPort => _ensemble!.Ports[_leader - 1];

    public async Task InitializeAsync()
    {
        // Generous limits: on a busy machine a follower must not be dropped for being slow.
        _ensemble = await RealZooKeeper.StartAsync(3, "tickTime=200", "maxSessionTimeout=40000", "initLimit=200", "syncLimit=100");
        _leader = await _ensemble.Leader();
        _follower = _leader == 1 ? 2 : 1;
    }

    public async Task DisposeAsync()
    {
        if (_ensemble is not null) await _ensemble.DisposeAsync();
    }
}
