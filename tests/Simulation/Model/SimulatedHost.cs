using ChefActors.Core.Nodes;
using ChefActors.Core.RunLists;
using ChefActors.Core.Commands;
using ChefActors.Core.Znodes;
using ChefActors.NodeHost;
using ChefActors.NodeHost.Delivery;
using ChefActors.NodeHost.Presence;
using ChefActors.NodeHost.Running;
using ChefActors.NodeHost.Watching;
using ChefActors.Testing.Simulated;
using ChefActors.ZooKeeper;

namespace ChefActors.Simulation.Model;

/// <summary>
/// One life of a node host: the real machine, procedures and readers, with the actors' part (mailboxes, timers, wishes kept over sessions)
/// done by one thread that the test steers. Work of one lane keeps its order; between lanes the test chooses.
/// </summary>
internal sealed partial class SimulatedHost
{
    private readonly World _world;
    private readonly RunnerMachine _machine;
    private readonly RunnerWorks _works;
    private readonly DeliveryProcedures _procedures;
    private readonly RegistrationProcedure _registration;
    private readonly NodeReader _reader = new(World.Node);
    private readonly List<(long Number, string? Lane, Action Work)> _work = [];
    private readonly List<Func<bool>> _tracked = [];
    private readonly Dictionary<long, DeliveryProtocol.Wish> _wishes = [];
    private readonly bool _wishesLast;
    private RunnerState _state;
    private TimeSpan? _wakeAt;
    private long _lastNumber;

    internal SimulatedHost(World world, HostOptions options)
    {
        _world = world;
        Process = world.Zk.Process(World.HostName);
        Process.Faults = world.FaultOf;
        Process.Rewrites = options.Rewrites;
        Journal = SimulatedJournal.Open(world.Disk, world.MachineId, world.NewJournalId(), world.NodeNow, Dies, options);
        JournalId = Journal.State.Header!.JournalId;
        if (!AllowList.TryParse(["recipe[app]", "recipe[app::*]"], out var allowed, out _)) throw new InvalidOperationException("patterns");
        HostProcess = new SimulatedHostProcess(world.NewHostIdentity(), Dies, options.NoSupervisor, () => world.Leaves(_state!.Active!.Id));
        var context = new RunnerContext
        {
            Policy = new AdmissionPolicy(World.Node, World.Cluster, JournalId, allowed, ["*"], true, RunMode.Override),
            BootId = world.Chef.BootId,
            Self = HostProcess.Identity,
            AgentVersion = World.AgentVersion,
            StateDirectory = "/state",
        };
        _machine = new RunnerMachine(context);
        _works = new RunnerWorks(world.Chef.View(Dies, id => world.Zk.Data(ZnodeLayout.Entry(World.Node, id)), () => JournalId), Journal, HostProcess, null, CrashPoint.None);
        _procedures = new DeliveryProcedures(
            new ClaimProcedure(World.Node, JournalId, () => world.SinceBoot), new ResultProcedure(World.Node, world.Log), new InspectProcedure(World.Node, JournalId), CrashPoint.None);
        var presence = new Presence { AgentVersion = "0", Pid = 1, BootId = world.Chef.BootId, MachineId = world.MachineId, Journal = JournalId, Started = world.NodeNow };
        _registration = new RegistrationProcedure(World.Node, presence, new ClusterIdentity(1, "lab", World.Cluster), CrashPoint.None);
        _state = null!;
        _wishesLast = options.WishesLast;
        Apply(_machine.Begin(Journal.State, Now));
        Enqueue("session", Connect);
        NextReread = world.SinceBoot + RereadEvery;

        bool Dies(string point, bool before)
        {
            if (Process.IsCrashed || !options.Dies(point, before)) return Process.IsCrashed;
            Process.Crash();
            return true;
        }
    }

    /// <summary>Its process at the server.</summary>
    internal SimulatedProcess Process { get; }

    /// <summary>The process as it sees itself.</summary>
    internal SimulatedHostProcess HostProcess { get; }

    /// <summary>Its journal.</summary>
    internal SimulatedJournal Journal { get; }

    /// <summary>Its journal's id.</summary>
    internal string JournalId { get; }

    /// <summary>It is dead.</summary>
    internal bool IsDead => Process.IsCrashed;

    /// <summary>What the machine knows.</summary>
    internal RunnerState State => _state;

    /// <summary>When time alone brings something about; null: never.</summary>
    internal TimeSpan WakeAt => new[] { _wakeAt ?? NextReread, NextRegistration ?? NextReread, NextReread }.Min();

    private Moment Now => new(_world.SinceBoot, _world.NodeNow);

    /// <summary>What can happen now, the oldest first.</summary>
    internal List<Action> Actions()
    {
        if (IsDead) return [];
        Harvest();
        var actions = new List<Action>();
        var lanes = new HashSet<string>();
        foreach (var item in _wishesLast ? _work.OrderBy(work => work.Lane is null) : _work.AsEnumerable())
        {
            if (item.Lane is not null && !lanes.Add(item.Lane)) continue;
            actions.Add(() =>
            {
                _work.Remove(item);
                item.Work();
                Harvest();
            });
        }

        if (_wakeAt <= _world.SinceBoot) actions.Add(() => Step(new RunnerInput.Tick()));
        if (NextRegistration <= _world.SinceBoot) actions.Add(RegisterAgain);
        if (NextReread <= _world.SinceBoot) actions.Add(RereadAsEveryMinute);
        return actions;
    }

    private void Step(RunnerInput input) => Apply(_machine.Step(_state, input, Now));

    private void Apply(RunnerStep step)
    {
        _state = step.State;
        _wakeAt = step.WakeAt;
        foreach (var effect in step.Effects) CarryOut(effect);
    }

    private void CarryOut(RunnerEffect effect)
    {
        switch (effect)
        {
            case RunnerEffect.Claim claim: Wish(new DeliveryProtocol.Wish.Claim(claim.Item, claim.Attempt)); break;
            case RunnerEffect.Report report: Wish(new DeliveryProtocol.Wish.Report(report.Outcome)); break;
            case RunnerEffect.Refuse refuse: Wish(new DeliveryProtocol.Wish.Refuse(refuse.Id, refuse.Slot, refuse.Result)); break;
            case RunnerEffect.DropEntry drop: Wish(new DeliveryProtocol.Wish.Drop(drop.Id, drop.IsSlot)); break;
            case RunnerEffect.Inspect inspect: Wish(new DeliveryProtocol.Wish.Inspect(inspect.Start)); break;
            case RunnerEffect.Reread: Enqueue("watcher", ReadAll); break;
            case RunnerEffect.Show: break;
            case RunnerEffect.Append: Enqueue("journal", () => Do(effect)); break;
            default: Enqueue("chef", () => Do(effect)); break;
        }
    }

    private void Do(RunnerEffect effect) => Track(
        _works.CarryOutAsync(effect, CancellationToken.None),
        answer =>
        {
            if (answer is not null) Enqueue("answers", () => Step(answer));
        },
        _world.Failed);

    private void Wish(DeliveryProtocol.Wish wish)
    {
        _wishes[++_lastNumber] = wish;
        CarryOutLater(_lastNumber);
    }

    private void CarryOutLater(long number) => Enqueue(null, () =>
    {
        if (_client is not { } client || !_wishes.TryGetValue(number, out var wish)) return;
        Track(
            _procedures.CarryOutAsync(client, wish, CancellationToken.None),
            answer => Enqueue("answers", () =>
            {
                if (_wishes.Remove(number)) Step(answer);
            }),
            error =>
            {
                if (error is not SessionExpiredException) _world.Failed(error);
            });
    });

    private void Enqueue(string? lane, Action work) => _work.Add((++_lastNumber, lane, work));

    /// <summary>Continues when the task has completed; of a dead process it never does.</summary>
    private void Track<T>(Task<T> task, Action<T> done, Action<Exception> failed)
    {
        if (!Settled()) _tracked.Add(Settled);

        bool Settled()
        {
            if (!task.IsCompleted) return false;
            if (task.IsCompletedSuccessfully) done(task.GetAwaiter().GetResult());
            else failed(task.Exception!.InnerException!);
            return true;
        }
    }

    private void Harvest()
    {
        foreach (var settled in _tracked.ToList())
        {
            if (settled()) _tracked.Remove(settled);
        }
    }
}
