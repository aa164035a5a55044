using Akka.Actor;
using ChefActors.Core.Commands;
using ChefActors.Core.Nodes;
using ChefActors.Core.RunLists;
using ChefActors.NodeHost;
using ChefActors.NodeHost.Facts;
using ChefActors.NodeHost.Journal;
using ChefActors.NodeHost.Presence;
using ChefActors.NodeHost.Running;
using ChefActors.NodeHost.Supervising;
using ChefActors.ZooKeeper;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChefActors.FleetHost;

/// <summary>Node hosts in one process, each with its own actors, session, state directory and synced journal.</summary>
internal sealed class NodeHostFleet : IAsyncDisposable
{
    /// <summary>How many begin at once: a listener's backlog is 50.</summary>
    internal const int AtOnce = 50;

    private static readonly TimeSpan ServeWithin = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan CloseWithin = TimeSpan.FromSeconds(30);

    private readonly ActorSystem _system = ActorSystem.Create("fleet", "akka { loglevel = WARNING, stdout-loglevel = WARNING, coordinated-shutdown.run-by-clr-shutdown-hook = off }");
    private readonly List<RunJournal> _journals = [];
    private readonly List<IActorRef> _hosts = [];

    private readonly FleetSetup _setup;

    private NodeHostFleet(FleetSetup setup) => _setup = setup;

    /// <summary>Their names.</summary>
    internal IReadOnlyList<NodeName> Nodes => _setup.Nodes;

    /// <summary>Starts them and waits until all serve.</summary>
    internal static async Task<NodeHostFleet> StartAsync(FleetSetup setup)
    {
        var fleet = new NodeHostFleet(setup);
        var machine = MachineIdentity.Read(setup.Directory);
        foreach (var batch in fleet.Nodes.Chunk(AtOnce)) await Task.WhenAll(batch.Select(node => fleet.StartOneAsync(node, machine))).WaitAsync(ServeWithin);
        return fleet;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_hosts.Select(host => host.Ask<SessionProtocol.Closed>(new SessionProtocol.Close(), CloseWithin)));
        await _system.Terminate();
        foreach (var journal in _journals) journal.Dispose();
    }

    private Task StartOneAsync(NodeName node, MachineIdentity machine)
    {
        var (settings, crash, chef) = (Settings(node), _setup.Crash, _setup.Chef(node));
        var journal = RunJournal.Open(settings.StateDirectory, machine.MachineId, Guid.NewGuid().ToString("N"), TimeProvider.System, crash);
        _journals.Add(journal);
        var serves = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var connector = new ZooKeeperConnector(NodeHostService.ZooKeeper(settings), TimeProvider.System, NullLoggerFactory.Instance);
        var process = new HostProcess(() => throw new InvalidOperationException("nobody restarts a node host here"));
        var parts = NodeHostHosting.Parts(settings, machine, journal, connector, adoptCluster: false, process, crash, serves.SetResult, () => serves.TrySetException(new InvalidOperationException($"{node} crashed again and again")), TimeProvider.System, NullLoggerFactory.Instance) with
        {
            Runner = delivery => ChefRunnerActor.Props(
                new RunnerMachine(Context(settings, machine, journal)), new RunnerWorks(chef, journal, process, null, crash), chef, journal, delivery, TimeProvider.System, () => BootClock.Now, NullLogger<ChefRunnerActor>.Instance),
            Facts = FactsActor.Props(node, new NoFacts(node.Value), settings.FactsRefresh, TimeProvider.System, NullLogger<FactsActor>.Instance),
        };
        _hosts.Add(_system.ActorOf(NodeHostActor.Props(parts, NullLogger<NodeHostActor>.Instance), node.Value));
        return serves.Task;
    }

    private static RunnerContext Context(NodeHostSettings settings, MachineIdentity machine, RunJournal journal) => new()
    {
        Policy = new AdmissionPolicy(settings.Name, journal.State.ClusterId ?? "", journal.Id, settings.AllowedItems, settings.AllowedAttributes, settings.SlotEnabled, settings.SlotMode),
        BootId = machine.BootId,
        AgentVersion = AgentVersion.Text,
        StateDirectory = settings.StateDirectory,
    };

    private NodeHostSettings Settings(NodeName node) => new()
    {
        ZooKeeper = ConnectionString.Parse(_setup.Connect),
        SessionTimeout = _setup.SessionTimeout,
        IsOpen = false,
        Name = node,
        StateDirectory = Path.Combine(_setup.Directory, node.Value),
        Tags = new Dictionary<string, string>(StringComparer.Ordinal),
        ClusterName = "fleet",
        ChefClient = "none",
        UsesReportHandler = false,
        MayUseCgroup = false,
        SlotEnabled = true,
        SlotMode = RunMode.Override,
        AllowedItems = AllowList.Everything,
        AllowedAttributes = ["*"],
        QueueLimit = 1000,
        QueueBytes = 1024 * 1024,
        OwnFacts = new Dictionary<string, string>(StringComparer.Ordinal),
        FactsRefresh = TimeSpan.FromHours(1),
        FactsTimeLimit = TimeSpan.FromSeconds(1),
        KeepRuns = 50,
        KeepBytes = 100_000_000,
        Restarts = new RestartPolicy(TimeSpan.FromSeconds(0.2), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(5), 10),
        LogLevel = Serilog.Events.LogEventLevel.Warning,
    };
}
