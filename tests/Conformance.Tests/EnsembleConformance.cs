using ChefActors.Testing;
using ChefActors.ZooKeeper;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChefActors.Conformance.Tests;

/// <summary>The client on three of Apache's servers that come and go.</summary>
[Trait("needs", "debian")]
public sealed class EnsembleConformance : IAsyncLifetime
{
    private readonly List<IZooKeeperClient> _clients = [];
    private RealZooKeeper _ensemble = null!;

    public async Task InitializeAsync() => _ensemble = await RealZooKeeper.StartAsync(3, "tickTime=500", "maxSessionTimeout=40000");

    public async Task DisposeAsync()
    {
        foreach (var client in _clients) await client.DisposeAsync();
        await _ensemble.DisposeAsync();
    }

    [Fact]
    public async Task A_session_survives_the_death_of_the_leader_with_ephemerals_and_watches()
    {
        var leader = await _ensemble.Leader();
        var (client, other) = (await Connect(Address(leader) + "," + _ensemble.ConnectString), await Connect(_ensemble.ConnectString));
        var (id, created, data) = (client.SessionId, new WatchRecorder(), new WatchRecorder());
        await client.CreateAsync("/e", null, CreateMode.Ephemeral);
        await client.CreateAsync("/a", null);
        await client.ExistsAsync("/new", created.Handle);
        await client.GetDataAsync("/a", data.Handle);
        await _ensemble.Kill(leader);
        Assert.NotEqual(leader, await _ensemble.Leader());

        await other.WriteUntilDone(() => other.CreateAsync("/new", null));
        await other.WriteUntilDone(() => other.SetDataAsync("/a", null));
        Assert.Equal(WatchEventType.NodeCreated, (await created.Next()).Type);
        Assert.Equal(WatchEventType.NodeDataChanged, (await data.Next()).Type);
        Assert.Equal(id, (await client.ExistsAsync("/e"))!.Value.EphemeralOwner);
        Assert.Equal((id, SessionState.Connected), (client.SessionId, client.State));
    }

    [Fact]
    public async Task Writes_in_flight_when_the_leader_dies_are_done_or_unknown_and_never_done_twice()
    {
        var leader = await _ensemble.Leader();
        var client = await Connect(_ensemble.ConnectString);
        await client.CreateAsync("/p", null);
        var writes = Enumerable.Range(0, 20_000).Select(i => client.CreateAsync("/p/n-", [], CreateMode.PersistentSequential)).ToList();
        await Eventually.BecomesTrue(() => writes[200].IsCompleted, "the writes are under way");
        await _ensemble.Kill(leader);
        var (done, unknown) = (0, 0);
        foreach (var write in writes)
        {
            try
            {
                await write.WaitAsync(TimeSpan.FromSeconds(60));
                done++;
            }
            catch (ConnectionLossException e)
            {
                Assert.True(e.OutcomeUnknown);
                unknown++;
            }
        }

        await client.SyncAsync("/p");
        Assert.InRange((await client.GetChildrenAsync("/p")).Names.Count, done, done + unknown);
        Assert.True(unknown is > 0 and <= 1_000, $"{unknown} outcomes are unknown; at most those in flight may be, and some were");
    }

    [Fact]
    public async Task A_frozen_server_is_left_for_another()
    {
        var leader = await _ensemble.Leader();
        var follower = Enumerable.Range(1, 3).First(n => n != leader);
        var client = await Connect(Address(follower));
        var moving = await Connect(_ensemble.ConnectString);
        await moving.CreateAsync("/e", null, CreateMode.Ephemeral);
        _ensemble.Freeze(follower);
        await Eventually.BecomesTrue(() => client.State == SessionState.Disconnected, "the client of the frozen server has noticed");

        // It may have been the frozen one's client as well: then its first request is lost with the connection.
        Stat? there = null;
        await Eventually.Within(moving.WriteUntilDone(async () => there = await moving.ExistsAsync("/e")), "an answer from a server that lives");
        Assert.NotNull(there);
        _ensemble.Thaw(follower);
        await Eventually.BecomesTrue(() => client.State is SessionState.Connected or SessionState.Expired, "the thawed server decides");
    }

    private string Address(int server) => $"127.0.0.1:{_ensemble.Ports[server - 1]}";

    private async Task<IZooKeeperClient> Connect(string servers)
    {
        var options = new ZooKeeperOptions(servers) { SessionTimeout = TimeSpan.FromSeconds(10), Seed = 7 };
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var client = await new ZooKeeperConnector(options, TimeProvider.System, NullLoggerFactory.Instance).ConnectAsync(bound.Token);
        _clients.Add(client);
        return client;
    }
}
