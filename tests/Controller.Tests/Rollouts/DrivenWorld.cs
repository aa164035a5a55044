using ChefActors.Controller.Aggregation;
using ChefActors.Controller.History;
using ChefActors.Controller.Rollouts;
using ChefActors.Core.Nodes;
using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;
using ChefActors.Testing;
using ChefActors.ZooKeeper;
using ChefActors.ZooKeeper.Embedded;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChefActors.Controller.Tests.Rollouts;

/// <summary>Whole controllers and nodes that answer, over real sessions to an embedded server.</summary>
internal sealed class DrivenWorld : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _serving = [];
    private readonly ZooKeeperConnector _connector;

    private DrivenWorld(EmbeddedZooKeeper server, ZooKeeperConnector connector, IZooKeeperClient client) => (Server, _connector, Client) = (server, connector, client);

    public EmbeddedZooKeeper Server { get; }

    /// <summary>The nodes' session, and whoever looks.</summary>
    public IZooKeeperClient Client { get; }

    public static async Task<DrivenWorld> StartAsync()
    {
        var server = await EmbeddedZooKeeper.StartAsync();
        var connector = new ZooKeeperConnector(new ZooKeeperOptions(server.ConnectString), TimeProvider.System, NullLoggerFactory.Instance);
        return new DrivenWorld(server, connector, await connector.ConnectAsync(CancellationToken.None));
    }

    public RolloutDriver Driver(string id, HistoryLimits? history = null) =>
        new(_connector, TimeProvider.System, NullLoggerFactory.Instance, Given.Controller(id), history: history);

    /// <summary>Registered nodes; with <paramref name="run"/> they answer.</summary>
    public async Task<List<NodeName>> FleetAsync(int count, Func<string, ResultState>? run)
    {
        var nodes = Given.Nodes(count);
        await Task.WhenAll(nodes.Select(async node => await new FakeNodeHost(Client, node.Value).RegisterAsync()));
        if (run is not null) foreach (var node in nodes) Serve(node, run);
        return nodes;
    }

    /// <summary>The node answers from now on.</summary>
    public void Serve(NodeName node, Func<string, ResultState> run) => _serving.Add(Task.Run(async () =>
    {
        var host = new FakeNodeHost(Client, node.Value);
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await host.ServeAsync(run, _stop.Token);
            }
            catch (ConnectionLossException)
            {
                // A node host begins anew.
            }
            catch (NoNodeException)
            {
                // It was in: the answer was lost.
            }
        }
    }));

    public Task<RolloutSnapshot?> ReadAsync(string rollout) => new RolloutReader(TimeProvider.System).ReadAsync(Client, rollout, CancellationToken.None);

    public Task PhaseAsync(string rollout, RolloutPhase phase) =>
        Eventually.BecomesTrue(async () => (await ReadAsync(rollout))?.State.Phase == phase, $"{rollout} to be {phase}");

    public Task OwnerAsync(string rollout, string controller) => Eventually.BecomesTrue(
        async () => await RolloutReads.OwnerAsync(Client, rollout, CancellationToken.None) is { } owner && owner.Value.Controller == controller, $"{controller} to drive {rollout}");

    /// <summary>The last look of whoever watches by this driver.</summary>
    public static async Task<RolloutSnapshot> LastAsync(RolloutDriver driver, string rollout)
    {
        RolloutSnapshot? last = null;
        await foreach (var snapshot in driver.WatchAsync(rollout, Bound())) last = snapshot;
        return last!;
    }

    /// <summary>Nothing takes longer.</summary>
    public static CancellationToken Bound() => new CancellationTokenSource(TimeSpan.FromSeconds(20)).Token;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_serving);
        await Client.DisposeAsync();
        await Server.DisposeAsync();
        _stop.Dispose();
    }
}
