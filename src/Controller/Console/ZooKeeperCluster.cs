using System.Collections.Immutable;
using System.Net;
using ChefActors.Controller.Aggregation;
using ChefActors.Controller.Dispatching;
using ChefActors.Controller.Events;
using ChefActors.Controller.Fleet;
using ChefActors.Controller.Following;
using ChefActors.Controller.History;
using ChefActors.Controller.Ownership;
using ChefActors.Controller.Queries;
using ChefActors.Controller.Rollouts;
using ChefActors.Controller.Words;
using ChefActors.Core.Nodes;
using ChefActors.ZooKeeper;

namespace ChefActors.Controller.Console;

/// <summary>A cluster over one session for reading; a controller opens its own.</summary>
internal sealed class ZooKeeperCluster(
    IZooKeeperClient client,
    IZooKeeperConnector connector,
    ControllerSettings settings,
    ClusterIdentity? identity,
    TimeProvider time,
    ConsoleLogs logs,
    string user,
    CrashPoint crash) : ICluster
{
    /// <inheritdoc />
    public string Name => identity is { } known ? Rendering.SafeText.Line(known.Cluster) : ClusterNaming.NameFor(settings);

    /// <inheritdoc />
    public string Address => connector.ConnectionString.ToString();

    /// <inheritdoc />
    public bool IsConnected => client.State == SessionState.Connected;

    /// <inheritdoc />
    public Task<FleetView> ReadFleetAsync(FleetDetail detail, Func<NodeName, bool>? wanted, CancellationToken cancellationToken) =>
        new FleetReader(client, settings.Fleet.ReadAtOnce).ReadAsync(detail, wanted, cancellationToken);

    /// <inheritdoc />
    public Task<NodeView?> ReadNodeAsync(NodeName name, CancellationToken cancellationToken) => new FleetReader(client).ReadNodeAsync(name, cancellationToken);

    /// <inheritdoc />
    public Task<RolloutSnapshot?> ReadRolloutAsync(string id, CancellationToken cancellationToken) => new RolloutReader(time).ReadAsync(client, id, cancellationToken);

    /// <inheritdoc />
    public Task<RolloutListing> ListRolloutsAsync(CancellationToken cancellationToken) =>
        new RolloutReader(time).ListAsync(client, cancellationToken);

    /// <inheritdoc />
    public async Task<WordOutcome?> SayAsync(string rollout, OperatorWord word, CancellationToken cancellationToken) =>
        await new WordProcedure(client).SayAsync(rollout, word, user, await ServerTimeAsync(cancellationToken), cancellationToken);

    /// <inheritdoc />
    public Task RemoveAnsweredAsync(string rollout, CancellationToken cancellationToken) => AnsweredRollout.RemoveAsync(client, rollout, cancellationToken);

    /// <inheritdoc />
    public IFollowRings Rings { get; } = new ZnodeRings(client);

    /// <inheritdoc />
    public IEventFeed Events { get; } = new ZnodeEvents(client, settings.Events.Keep, settings.Events.KeepFor);

    public Task<DateTimeOffset> ServerTimeAsync(CancellationToken cancellationToken) => ServerTime.AskAsync(client, ZooKeeperClusters.NewId(), cancellationToken);

    /// <inheritdoc />
    public Task<string?> RetireObjectionAsync(NodeName name, bool closes, CancellationToken cancellationToken) => new RetireProcedure(client).ObjectionAsync(name, closes, cancellationToken);

    /// <inheritdoc />
    public Task<string?> RetireAsync(NodeName name, bool closes, CancellationToken cancellationToken) => new RetireProcedure(client).RetireAsync(name, closes, cancellationToken);

    /// <inheritdoc />
    public async Task<DrivenCluster> DriveAsync(CancellationToken cancellationToken)
    {
        var cluster = await ClusterStore.EnsureAsync(client, ClusterNaming.NameFor(settings), ZooKeeperClusters.NewId(), cancellationToken);
        var controller = new ControllerIdentity(ZooKeeperClusters.NewId(), Dns.GetHostName(), Environment.ProcessId, user);
        return new DrivenCluster(new RolloutDriver(connector, time, logs, controller, settings.Akka(), crash, History), cluster.Id, Rendering.SafeText.Line(cluster.Cluster));
    }

    private HistoryLimits History => new(settings.History.CompactAfter, settings.History.Keep, settings.History.KeepFor);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await client.DisposeAsync();
        logs.Dispose();
    }
}
