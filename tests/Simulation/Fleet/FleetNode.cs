using System.Globalization;
using ChefActors.Core.Commands;
using ChefActors.Core.Nodes;
using ChefActors.Core.Results;
using ChefActors.Core.RunLists;
using ChefActors.Core.Znodes;
using ChefActors.NodeHost;
using ChefActors.NodeHost.ChefClient;
using ChefActors.NodeHost.Delivery;
using ChefActors.NodeHost.Facts;
using ChefActors.NodeHost.Following;
using ChefActors.NodeHost.Presence;
using ChefActors.NodeHost.Queries;
using ChefActors.NodeHost.Running;
using ChefActors.NodeHost.Supervising;
using ChefActors.NodeHost.Watching;
using ChefActors.Simulation.Fleet.Turns;
using ChefActors.Simulation.Model;
using Microsoft.Extensions.Logging;
using PresenceRecord = ChefActors.Core.Nodes.Presence;

namespace ChefActors.Simulation.Fleet;

/// <summary>One machine: its disk and processes, and the lives of its node host, whose actors are put together as production does.</summary>
internal sealed partial class FleetNode
{
    private static readonly TimeSpan FactsEvery = TimeSpan.FromMinutes(15);
    private static readonly RestartPolicy Restarts = new(TimeSpan.FromSeconds(0.2), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(5), 10);

    private readonly FleetWorld _world;
    private readonly SimulatedDisk _disk = new();
    private readonly HostOptions _options;
    private DateTimeOffset _bootedAt;
    private int _lives;

    internal FleetNode(FleetWorld world, NodeName name, HostOptions options)
    {
        (_world, Name, _options) = (world, name, options);
        _bootedAt = world.Now.AddHours(-1);
        Chef = new SimulatedChef(() => world.Now, options.Script) { DiskFails = options.DiskFails, StartsAtOnce = options.StartsAtOnce };
    }

    /// <summary>Its machine.</summary>
    internal SimulatedChef Chef { get; }

    /// <summary>The life that is, or the last that was; null: it never served.</summary>
    internal Life? Life { get; private set; }

    internal SimulatedJournal? Journal { get; private set; }

    internal bool Lives => Life is { IsDead: false };

    /// <summary>Nobody starts it again.</summary>
    internal bool IsGone { get; set; }

    /// <summary>Nothing waits here: no run, no result.</summary>
    internal bool IsSettled => IsDone && Journal!.State.Spool.IsEmpty;

    /// <summary>The same, but for what the journal could not be told.</summary>
    internal bool IsDone => Lives && Journal!.State.Unfinished is null && !Chef.Living.Any() && _world.Zk.Children(ZnodeLayout.Inbox(Name)).Count == 0;

    private TimeSpan SinceBoot => _world.Now - _bootedAt;

    /// <summary>A node host starts, over what the machine has.</summary>
    internal void Start()
    {
        var process = _world.Process(Who);
        process.Rewrites = _options.Rewrites;
        Journal = SimulatedJournal.Open(_disk, "machine-" + Name, "journal-" + Name, _world.Now, Dies, _options);
        Life = new Life(process) { Loses = _options.Loses };
        var identity = new ProcessIdentity(++_lives, _lives);
        Life.Root = _world.Thread.Begin(Life, NodeHostActor.Props(Parts(Life, Journal, identity, Dies), Log<NodeHostActor>()));
        _world.Lives.Add(Life);

        bool Dies(string point, bool before)
        {
            if (!process.IsCrashed && _options.Dies(point, before)) process.Crash();
            return process.IsCrashed;
        }
    }

    /// <summary>kill -9, or what follows from a death by a fault: wrappers that wait see the end of their input.</summary>
    internal void Die()
    {
        Life?.Process.Crash();
        Chef.HostDied();
    }

    /// <summary>Node host, wrappers and chef-clients are killed.</summary>
    internal void DieWithRuns()
    {
        Chef.KillRuns();
        Die();
    }

    /// <summary>The machine restarts, with a part of what was not synced.</summary>
    internal void Reboot(double kept)
    {
        Chef.Reboot();
        Die();
        _disk.LosePower(kept);
        _bootedAt = _world.Now;
    }

    private NodeHostParts Parts(Life life, SimulatedJournal journal, ProcessIdentity identity, Func<string, bool, bool> dies)
    {
        var (process, id) = (life.Process, journal.State.Header!.JournalId);
        var host = new SimulatedHostProcess(identity, dies, () => "nobody", () => _world.Errors.Add($"{Name} was asked to end"));
        var context = new RunnerContext
        {
            Policy = new AdmissionPolicy(Name, World.Cluster, id, AllowList.Everything, ["*"], true, RunMode.Override),
            BootId = Chef.BootId,
            Self = identity,
            AgentVersion = World.AgentVersion,
            StateDirectory = "/state",
        };
        var presence = new PresenceRecord { AgentVersion = World.AgentVersion, Pid = _lives, BootId = Chef.BootId, MachineId = "machine-" + Name, Journal = id, Started = _world.Now };
        var registration = new RegistrationProcedure(Name, presence, new ClusterIdentity(1, "lab", World.Cluster), CrashPoint.None);
        var chef = Chef.View(dies, command => _world.Zk.Data(ZnodeLayout.Entry(Name, command)), () => id);
        var works = new RunnerWorks(chef, journal, host, null, CrashPoint.None);
        var procedures = new DeliveryProcedures(
            new ClaimProcedure(Name, id, () => SinceBoot), new ResultProcedure(Name, Log<ResultProcedure>()), new InspectProcedure(Name, id), CrashPoint.None);
        return new NodeHostParts
        {
            Journal = journal,
            Session = SessionActor.Props(process, registration, journal, false, () => SinceBoot, Log<SessionActor>()),
            Delivery = DeliveryActor.Props(procedures, Log<DeliveryActor>()),
            Runner = delivery => ChefRunnerActor.Props(new RunnerMachine(context), works, chef, journal, delivery, _world.Time, () => SinceBoot, Log<ChefRunnerActor>()),
            Queries = delivery => QueryActor.Props(Name, World.AgentVersion, new Questions(NoLogs.Kept), delivery, _world.Time, Log<QueryActor>()),
            Following = FollowActor.Props(new FollowProcedure(Name, NoLogs.Kept), _world.Time, Log<FollowActor>()),
            Watcher = (runner, queries) => NodeWatcherActor.Props(new NodeReader(Name), runner, queries, Log<NodeWatcherActor>()),
            Activity = ActivityActor.Props(Name, Log<ActivityActor>()),
            Facts = FactsActor.Props(Name, new PlainFacts(Name), FactsEvery, _world.Time, Log<FactsActor>()),
            Restarts = Restarts,
            RestartSeed = 1,
            SayLastWords = new LastWords(process, Name, presence, journal, _world.Time).SayAsync,
            GiveUp = () => _world.Errors.Add($"{Name} gave up"),
            Time = _world.Time,
            SinceBoot = () => SinceBoot,
            Announce = () => { },
        };
    }

    private ErrorLog<T> Log<T>() => new(_world.Errors, "no space left");
}
