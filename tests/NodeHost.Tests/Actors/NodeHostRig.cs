using Akka.Actor;
using Akka.TestKit;
using ChefActors.Core.Commands;
using ChefActors.Core.Nodes;
using ChefActors.Core.Results;
using ChefActors.Core.RunLists;
using ChefActors.Core.Znodes;
using ChefActors.NodeHost.Delivery;
using ChefActors.NodeHost.Facts;
using ChefActors.NodeHost.Tests.Facts;
using ChefActors.NodeHost.Tests.Running;
using ChefActors.NodeHost.Following;
using ChefActors.NodeHost.Presence;
using ChefActors.NodeHost.Queries;
using ChefActors.NodeHost.Running;
using ChefActors.NodeHost.Supervising;
using ChefActors.NodeHost.Watching;
using ChefActors.Testing.Simulated;

namespace ChefActors.NodeHost.Tests.Actors;

/// <summary>A whole node host of actors, over the simulated server and processes in memory.</summary>
internal sealed class NodeHostRig
{
    private const string Cluster = ActorTests.Cluster;
    private readonly ActorTests _tests;
    private IActorRef? _host;

    /// <param name="mailbox">Of all actors; with one, the facts are written too.</param>
    public NodeHostRig(ActorTests tests, string? mailbox = null)
    {
        _tests = tests;
        Journal = new MemoryJournal(Work);
        Chef = new FakeChef(Work, () => tests.Time.GetUtcNow());
        Process = tests.Server.Process("node host");
        var context = new RunnerContext
        {
            Policy = new AdmissionPolicy(ActorTests.Node, Cluster, "journal-1", AllowList.Everything, ["*"], true, RunMode.Override),
            BootId = "boot-1",
            Self = HostProcess.Identity,
            AgentVersion = "1",
            StateDirectory = "/state",
        };
        var procedures = new DeliveryProcedures(
            new ClaimProcedure(ActorTests.Node, "journal-1", () => tests.SinceBoot),
            new ResultProcedure(ActorTests.Node, tests.Logged.For<ResultProcedure>()),
            new InspectProcedure(ActorTests.Node, "journal-1"),
            CrashPoint.None);
        Parts = new NodeHostParts
        {
            Journal = Journal,
            Session = Mailed(SessionActor.Props(Process, Registration(), Journal, false, () => tests.SinceBoot, tests.Logged.For<SessionActor>())),
            Delivery = Mailed(DeliveryActor.Props(procedures, tests.Logged.For<DeliveryActor>())),
            Runner = delivery => Mailed(ChefRunnerActor.Props(
                new RunnerMachine(context), new RunnerWorks(Chef, Journal, HostProcess, null, CrashPoint.None), Chef, Journal, delivery, tests.Time, () => tests.SinceBoot, tests.Logged.For<ChefRunnerActor>())),
            Queries = delivery => Mailed(QueryActor.Props(ActorTests.Node, "1", new FaultyQuestions(Work, new Questions(Logs)), delivery, tests.Time, tests.Logged.For<QueryActor>())),
            Following = Mailed(FollowActor.Props(new FollowProcedure(ActorTests.Node, Logs), tests.Time, tests.Logged.For<FollowActor>())),
            Watcher = (runner, queries) => Mailed(NodeWatcherActor.Props(new NodeReader(ActorTests.Node), runner, queries, tests.Logged.For<NodeWatcherActor>())),
            Activity = Mailed(ActivityActor.Props(ActorTests.Node, tests.Logged.For<ActivityActor>())),
            Facts = Mailed(mailbox is null ? Props.Create(() => new Deaf()) : FactsActor.Props(ActorTests.Node, new FakeFacts(), TimeSpan.FromMinutes(15), tests.Time, tests.Logged.For<FactsActor>())),
            Restarts = new RestartPolicy(TimeSpan.FromSeconds(0.2), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(5), 10),
            RestartSeed = 1,
            SayLastWords = new LastWords(Process, ActorTests.Node, Presence(), Journal, tests.Time).SayAsync,
            GiveUp = () => Ends++,
            Time = tests.Time,
            SinceBoot = () => tests.SinceBoot,
            Announce = () => Announcements++,
        };

        Props Mailed(Props props) => mailbox is null ? ActorTests.InOneThread(props) : ActorTests.InOneThread(props).WithMailbox(mailbox);
    }

    /// <summary>The session actor of the life that is now: not by a selection, which would come by way of another thread.</summary>
    public IActorRef Session => ((LocalActorRef)((TestActorRefBase<NodeHostActor>)_host!).Ref).GetSingleChild("session");

    public FaultyWork Work { get; } = new();

    public MemoryJournal Journal { get; }

    public FakeChef Chef { get; }

    /// <summary>The node host's own process.</summary>
    public FakeHostProcess HostProcess { get; } = new();

    /// <summary>The outputs that lie on the node's disk.</summary>
    public MemoryLogs Logs { get; } = new();

    public SimulatedProcess Process { get; }

    public NodeHostParts Parts { get; }

    public int Announcements { get; private set; }

    /// <summary>How often the process would have ended.</summary>
    public int Ends { get; private set; }

    public static RegistrationProcedure Registration(string machine = "machine-1", string journal = "journal-1") =>
        new(ActorTests.Node, Presence(machine, journal), new ClusterIdentity(1, "lab", Cluster), CrashPoint.None);

    public static Core.Nodes.Presence Presence(string machine = "machine-1", string journal = "journal-1") =>
        new() { AgentVersion = "1", Pid = 1, BootId = "boot-1", MachineId = machine, Journal = journal, Started = DateTimeOffset.UnixEpoch };

    public IActorRef Start()
    {
        var host = Begin();
        _tests.Pass(0);
        Assert.True(Announcements == 1, $"it does not serve; the log:\n{string.Join('\n', _tests.Logged.Lines)}\nwrites: {_tests.Server.History.Count}, sessions: {Process.Clients.Count}");
        return host;
    }

    /// <summary>The node host, without a look at whether it serves.</summary>
    public IActorRef Begin() => _host = _tests.Begin<NodeHostActor>(NodeHostActor.Props(Parts, _tests.Logged.For<NodeHostActor>()));

    public void Dispatch(string id) => _tests.Dispatch(id);

    public CommandResult? Row(string id) =>
        _tests.Server.Data(ZnodeLayout.Row(id, ActorTests.Node)) is { Length: > 0 } data ? PayloadCodec.Read(data, PayloadJson.Default.CommandResult).Value : null;

    /// <summary>Results that reached the row of a command.</summary>
    public int ResultsOf(string id) => _tests.Server.History.Count(write =>
        write.TookEffect && write.Operations.Any(operation => operation is ZooKeeper.ZnodeOperation.SetData && operation.Path == ZnodeLayout.Row(id, ActorTests.Node)));

    /// <summary>In place of an actor that does not matter.</summary>
    private sealed class Deaf : ReceiveActor
    {
        public Deaf() => ReceiveAny(_ => { });
    }
}
