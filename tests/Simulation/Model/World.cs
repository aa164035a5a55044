using System.Globalization;
using ChefActors.Core.Commands;
using ChefActors.Core.Nodes;
using ChefActors.Core.Results;
using ChefActors.Core.Znodes;
using ChefActors.NodeHost.ChefClient;
using ChefActors.NodeHost.Delivery;
using ChefActors.Testing.Simulated;
using ChefActors.ZooKeeper;
using Microsoft.Extensions.Time.Testing;

namespace ChefActors.Simulation.Model;

/// <summary>A server, one machine with its node host, a controller and somebody who pushes through the slot; all in one thread and virtual time.</summary>
internal sealed partial class World
{
    internal const string Cluster = "cluster-1";
    internal const string AgentVersion = "0";
    internal const string HostName = "node host";
    internal static readonly NodeName Node = NodeName.Parse("web-1");

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly HostOptions _options;
    private readonly Random? _random;
    private DateTimeOffset _bootedAt;
    private readonly List<(SimulatedProcess Process, DateTimeOffset At)> _dead = [];
    private int _journals;

    internal World(HostOptions? options = null, Random? random = null)
    {
        (_options, _random) = (options ?? new HostOptions(), random);
        Skew = _options.Skew;
        _bootedAt = _time.GetUtcNow().AddHours(-1);
        Zk = new SimulatedZooKeeper(_time);
        Chef = new SimulatedChef(() => Now, _options.Script) { StartsAtOnce = _options.StartsAtOnce, DiskFails = _options.DiskFails };
        Log = new ErrorLog<ResultProcedure>(Errors);
        Zk.Ensure(ZnodeLayout.Rollouts);
        foreach (var path in Core.Delivery.RegistrationTransaction.Znodes(Node)) Zk.Ensure(path);
        Controller = new SimulatedController(this);
    }

    internal SimulatedZooKeeper Zk { get; }

    internal SimulatedDisk Disk { get; } = new();

    internal SimulatedChef Chef { get; }

    internal SimulatedController Controller { get; }

    internal ErrorLog<ResultProcedure> Log { get; }

    /// <summary>Node hosts that were asked to end, by the restart that asked for it, and when.</summary>
    internal List<(string Command, DateTimeOffset At)> Restarts { get; } = [];

    /// <summary>When each life of the node host began.</summary>
    internal List<DateTimeOffset> Lives { get; } = [];

    /// <summary>What must not be.</summary>
    internal List<string> Errors { get; } = [];

    /// <summary>The node host that lives, or the last that lived.</summary>
    internal SimulatedHost? Host { get; private set; }

    /// <summary>Every push, by its mzxid.</summary>
    internal List<long> Pushes { get; } = [];

    /// <summary>The push that nobody took back; null: none.</summary>
    internal long? NewestPush { get; private set; }

    /// <summary>Asked for every request of the node host.</summary>
    internal Func<SimulatedRequest, SimulatedFault> Faults { get; set; } = _ => SimulatedFault.None;

    internal DateTimeOffset Now => _time.GetUtcNow();

    internal DateTimeOffset NodeNow => Now + Skew;

    /// <summary>The node's clock minus the true time; somebody may set it.</summary>
    internal TimeSpan Skew { get; set; }

    /// <summary>The machine's id: another one after the image was put on another machine.</summary>
    internal string MachineId { get; private set; } = "machine-1";

    /// <summary>Journals were lost: what they remembered nobody knows any more.</summary>
    internal bool HasLostState { get; private set; }

    /// <summary>Commands that an older state of ZooKeeper brought back, and the transaction from which on they were there again.</summary>
    internal Dictionary<string, long> Restored { get; } = [];

    internal TimeSpan SinceBoot => Now - _bootedAt;

    internal ProcessIdentity NewHostIdentity() => _options.IsAlwaysTheSame ? new(1, 1) : new(Lives.Count, Lives.Count);

    internal bool HasHost => Host is { IsDead: false };

    internal string NewJournalId() => "journal-" + (++_journals).ToString(CultureInfo.InvariantCulture);

    internal SimulatedFault FaultOf(SimulatedRequest request)
    {
        if (request.IsWrite && _options.Dies(Point.Of(request.Operations), true)) return SimulatedFault.CrashBefore;
        var fault = Faults(request);
        return fault == SimulatedFault.None && request.IsWrite && _options.Dies(Point.Of(request.Operations), false) ? SimulatedFault.CrashAfter : fault;
    }

    internal void Failed(Exception error) => Errors.Add($"{error.GetType().Name}: {error.Message}\n{error.StackTrace}");

    /// <summary>Somebody sets the slot.</summary>
    internal string Push(string json = """{"run_list":["recipe[app]"]}""")
    {
        var result = Zk.Apply("pusher", new ZnodeOperation.SetData(ZnodeLayout.Node(Node), System.Text.Encoding.UTF8.GetBytes(json)));
        Pushes.Add(result.Operations[0].Stat!.Value.Mzxid);
        NewestPush = Pushes[^1];
        return CommandId.ForSlot(Pushes[^1]);
    }

    /// <summary>Somebody empties the slot by hand: a push that was not claimed never existed.</summary>
    internal void EmptySlot()
    {
        Zk.Apply("pusher", new ZnodeOperation.SetData(ZnodeLayout.Node(Node), []));
        NewestPush = null;
    }

    /// <summary>A node host starts, over what the machine has.</summary>
    internal void StartHost()
    {
        Reap();
        Lives.Add(Now);
        Host = new SimulatedHost(this, _options);
    }

    /// <summary>A restart asks the node host to end: never under a run.</summary>
    internal void Leaves(string command)
    {
        Restarts.Add((command, Now));
        foreach (var run in Chef.Living) Errors.Add($"the node host was to end for {command} while {run.Command} {(run.IsHeld ? "was held" : "ran")}");
    }

    /// <summary>A node host that was asked to end is gone, in order, and its supervisor starts the next.</summary>
    private void StartAgain()
    {
        Host!.Process.Crash();
        Zk.ExpireAll(Host.Process);
        StartHost();
    }

    /// <summary>kill -9 of the node host.</summary>
    internal void KillHost()
    {
        Host?.Process.Crash();
        Chef.HostDied();
    }

    /// <summary>Node host, wrappers and chef-clients are killed.</summary>
    internal void KillAll()
    {
        Chef.KillRuns();
        KillHost();
    }

    /// <summary>The machine restarts, with a part of what was not synced.</summary>
    internal void Reboot(double kept = 0)
    {
        Chef.Reboot();
        KillHost();
        Disk.LosePower(kept);
        _bootedAt = Now;
    }

    /// <summary>The machine is set up anew: nothing runs, the journal is gone.</summary>
    internal void LoseState()
    {
        Reboot();
        Disk.Replace([]);
        Chef.LoseDirectories();
        HasLostState = true;
    }

    /// <summary>The machine's image, journal and all, goes on as another machine of the same name.</summary>
    internal void Clone()
    {
        Reboot();
        MachineId += "'";
        HasLostState = true;
    }

    /// <summary>ZooKeeper is restored to before a command was claimed: its entry stands again as it was dispatched, its row is empty.</summary>
    internal void Restore(string id)
    {
        Controller.DispatchAgain(id);
        Restored[id] = Zk.Zxid;
    }

    internal void Advance(TimeSpan by)
    {
        Reap();
        _time.Advance(by);
        Chef.Advance();
        foreach (var (process, at) in _dead.Where(entry => Now - entry.At > TimeSpan.FromSeconds(20)).ToList())
        {
            Zk.ExpireAll(process);
            _dead.Remove((process, at));
        }
    }

    /// <summary>One thing happens; false: nothing can, but by time.</summary>
    internal bool Act()
    {
        var actions = HasHost ? Host!.Actions() : [];
        if (HasHost && Host!.HostProcess.IsLeaving) actions.Add(StartAgain);
        if (_random is null ? actions.Count == 0 : Zk.EventsWaiting > 0 && _random.Next(actions.Count + 1) == 0)
        {
            if (Zk.DeliverNext()) return true;
        }

        if (actions.Count == 0) return Zk.DeliverNext();
        actions[_random?.Next(actions.Count) ?? 0]();
        return true;
    }

    /// <summary>A node host that a fault killed leaves its wrappers without input.</summary>
    private void Reap()
    {
        if (Host is not { IsDead: true } dead) return;
        Chef.HostDied();
        if (!_dead.Any(entry => entry.Process == dead.Process)) _dead.Add((dead.Process, Now));
    }

    /// <summary>Time goes to the next moment at which something can happen.</summary>
    internal void AdvanceToNext()
    {
        var next = Now.AddSeconds(30);
        if (Chef.NextEnd < next) next = Chef.NextEnd.Value;
        if (HasHost && _bootedAt + Host!.WakeAt < next) next = _bootedAt + Host.WakeAt;
        Advance(next > Now ? next - Now : TimeSpan.FromMilliseconds(1));
    }

    /// <summary>Runs without faults until it is so.</summary>
    internal void RunUntil(Func<bool> done, int steps = 5000)
    {
        for (var i = 0; i < steps && !done(); i++)
        {
            if (Act()) continue;
            Controller.TendAll();
            AdvanceToNext();
        }
    }

    /// <summary>Runs a while: until nothing happens but by time.</summary>
    internal void RunUntilQuiet(int steps = 1000)
    {
        for (var i = 0; i < steps && Act(); i++)
        {
        }
    }

    /// <summary>Nothing is left to do, and the journal knows it.</summary>
    internal bool IsSettled => IsDone && Host!.Journal.State.Spool.IsEmpty;

    /// <summary>Nothing is left to do.</summary>
    internal bool IsDone =>
        HasHost
        && Controller.AllRowsEnded
        && Zk.Children(ZnodeLayout.Inbox(Node)).Count == 0
        && Zk.Stat(ZnodeLayout.Node(Node))!.Value.DataLength == 0
        && Host!.State is { Active: null, Spool.IsEmpty: true, Refusing.IsEmpty: true }
        && Host.Journal.State.Unfinished is null
        && !Chef.Living.Any();

    /// <summary>What the row says; null: it is empty or missing.</summary>
    internal CommandResult? Row(string id) => Point.ResultOf(Zk.Data(ZnodeLayout.Row(id, Node)));

    /// <summary>The latest result at the node.</summary>
    internal CommandResult? Latest => Point.ResultOf(Zk.Data(ZnodeLayout.NodeResult(Node)));

    /// <summary>Results of a command that were written to the node.</summary>
    internal IReadOnlyList<CommandResult> ResultsOf(string id) =>
    [
        .. Zk.History.Where(write => write.TookEffect)
            .SelectMany(write => write.Operations.OfType<ZnodeOperation.SetData>())
            .Where(set => set.Path == ZnodeLayout.NodeResult(Node))
            .Select(set => Point.ResultOf(set.Data)!)
            .Where(result => result.Command == id),
    ];
}
