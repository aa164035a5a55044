using System.Collections.Immutable;
using System.Text.Json;
using ChefActors.Controller.Aggregation;
using ChefActors.Controller.Console;
using ChefActors.Controller.Events;
using ChefActors.Controller.Fleet;
using ChefActors.Controller.Following;
using ChefActors.Controller.Rollouts;
using ChefActors.Controller.Words;
using ChefActors.Core.Nodes;

namespace ChefActors.Controller.Tests.Console;

/// <summary>A cluster in memory, and the way to it.</summary>
internal sealed class FakeCluster : ICluster, IClusterConnector
{
    public string Name => "prod";

    public string Address => "127.0.0.1:2181/prod";

    public List<FleetNode> Nodes { get; } = [];

    public NodeView? View { get; set; }

    public Dictionary<string, RolloutSnapshot> Rollouts { get; } = new(StringComparer.Ordinal);

    public FakeDriver Driver { get; } = new();

    public int Drives { get; private set; }

    public FakeRings FakeRings { get; } = new();

    public IFollowRings Rings => FakeRings;

    public IEventFeed Events { get; set; } = new FakeEvents();

    /// <summary>Rollouts of queries that were removed once they were answered.</summary>
    public List<string> Removed { get; } = [];

    public Task RemoveAnsweredAsync(string rollout, CancellationToken cancellationToken)
    {
        Removed.Add(rollout);
        return Task.CompletedTask;
    }

    public List<(string Rollout, OperatorWord Word)> Said { get; } = [];

    public WordOutcome Outcome { get; set; } = new WordOutcome.Stands("it stands already");

    public Task<WordOutcome?> SayAsync(string rollout, OperatorWord word, CancellationToken cancellationToken)
    {
        Said.Add((rollout, word));
        return Task.FromResult(Rollouts.ContainsKey(rollout) ? Outcome : null);
    }

    /// <summary>What is read once somebody drives; null: the same as before.</summary>
    public RolloutSnapshot? ReadAfterDrive { get; set; }

    public bool IsConnected => true;

    public VerbFailure? Unreachable { get; set; }

    public Task<ICluster> ConnectAsync(ControllerSettings settings, CancellationToken cancellationToken) =>
        Unreachable is null ? Task.FromResult<ICluster>(this) : Task.FromException<ICluster>(Unreachable);

    public Task<FleetView> ReadFleetAsync(FleetDetail detail, Func<NodeName, bool>? wanted, CancellationToken cancellationToken) =>
        Task.FromResult(new FleetView([.. Nodes.Where(n => wanted?.Invoke(n.Name) ?? true)]));

    public Task<NodeView?> ReadNodeAsync(NodeName name, CancellationToken cancellationToken) => Task.FromResult(View?.Node.Name == name ? View : null);

    public Task<RolloutSnapshot?> ReadRolloutAsync(string id, CancellationToken cancellationToken) => Task.FromResult(Drives > 0 && ReadAfterDrive is not null ? ReadAfterDrive : Rollouts.GetValueOrDefault(id));

    public List<UnreadableRollout> Unreadable { get; } = [];

    public Task<RolloutListing> ListRolloutsAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new RolloutListing([.. Rollouts.Values.Select(r => new RolloutSummary(r.Plan, r.State, r.OwnedBy))], [.. Unreadable]));

    public DateTimeOffset ServerNow { get; set; } = Samples.Start.AddSeconds(60);

    public Dictionary<string, string> Objections { get; } = new(StringComparer.Ordinal);

    public List<string> Retired { get; } = [];

    public Task<DateTimeOffset> ServerTimeAsync(CancellationToken cancellationToken) => Task.FromResult(ServerNow);

    public Task<string?> RetireObjectionAsync(NodeName name, bool closes, CancellationToken cancellationToken) =>
        Task.FromResult(Nodes.All(n => n.Name != name) ? $"there is no node {name}" : closes ? null : Objections.GetValueOrDefault(name.Value));

    public Task<string?> RetireAsync(NodeName name, bool closes, CancellationToken cancellationToken)
    {
        Retired.Add(name.Value);
        return Task.FromResult<string?>(null);
    }

    public Task<DrivenCluster> DriveAsync(CancellationToken cancellationToken)
    {
        Drives++;
        return Task.FromResult(new DrivenCluster(Driver, "c1", Name));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public FakeCluster With(int nodes, string facts = """{"v":1,"role":"web"}""")
    {
        for (var n = 1; n <= nodes; n++)
        {
            using var document = JsonDocument.Parse(facts);
            Nodes.Add(new FleetNode(NodeName.Parse($"web-{n:00}.example.com"), true, Samples.Start, null, null, document.RootElement.Clone(), null, []));
        }

        return this;
    }
}
