using ChefActors.Controller.Ownership;
using ChefActors.Controller.Rollouts;
using ChefActors.Controller.Words;
using ChefActors.Core.Nodes;
using ChefActors.Core.Rollouts;
using ChefActors.Core.Znodes;
using ChefActors.Simulation.Fleet.Turns;
using ChefActors.Simulation.Model;
using ChefActors.Testing.Rollouts;
using ChefActors.Testing.Simulated;
using ChefActors.ZooKeeper;

namespace ChefActors.Simulation.Fleet;

/// <summary>One seed: a plan, a fleet, and what befalls them; then no more trouble, until the rollout is over and nothing is left to do.</summary>
internal sealed partial class FleetSchedule
{
    internal const string Id = "R1";
    private const int ActsAtMost = 60_000;

    private readonly Random _chance;
    private readonly FleetWorld _world;
    private readonly TurnThread _thread;
    private readonly FleetOptions _planted;
    private readonly WordProcedure _words;
    private readonly RolloutPlan _plan;
    private readonly IReadOnlyList<IReadOnlyList<NodeName>> _waves;
    private bool _hasTrouble = true;
    private int _faultsLeft;
    private OperatorWord? _word;

    internal FleetSchedule(TurnThread thread, int seed, FleetOptions? planted = null)
    {
        (_thread, _planted, _chance) = (thread, planted ?? new FleetOptions(), new Random(seed));
        _world = new FleetWorld(thread, _chance) { Faults = FaultOf, Delays = () => _hasTrouble && Chance(0.03) ? Seconds(0, Chance(0.1) ? 8 : 1) : null };
        _world.Died += host => { if (!host.IsGone) _world.At(Seconds(1, 60), () => StartAgain(host)); };
        (_plan, _waves) = FleetPlans.Of(_chance);
        _words = new WordProcedure(_world.Zk.Process("operator").Connect());
        _faultsLeft = _chance.Next(8);
    }

    internal FleetWorld World => _world;

    /// <summary>Runs it; what was violated.</summary>
    internal IReadOnlyList<string> Run()
    {
        try
        {
            Live();
            return FleetEnd.Violations(_world);
        }
        finally
        {
            _thread.EndAll();
        }
    }

    private void Live()
    {
        MakeFleet();
        Settle(2);
        if (Chance(0.7)) StartDaemon();
        StartConsole(new ControllerProtocol.Start(new NewRollout(_plan, _waves, AllowOverlap: false)));
        var steps = _chance.Next(300, 2000);
        for (var i = 0; i < steps && !IsOver; i++)
        {
            if (_word is { } word && Chance(0.3))
            {
                _word = null;
                Say(word);
            }

            if (Chance(0.015)) Trouble();
            else if (Chance(0.01)) _world.Pass(Seconds(0, 4));
            else if (!_world.Act()) _world.Sleep();
            if (_world.Errors.Count > 0) return;
        }

        EndTrouble();
        RunUntil(() => IsOver);
        RunUntil(() => _world.Nodes.TrueForAll(node => node.IsGone || node.IsDone));

        // Another life finds nothing to do; what a full disk kept from the journal (only ever 'sent') is mended by it.
        foreach (var node in _world.Nodes.Where(node => !node.IsGone && (!node.IsSettled || Chance(0.1))))
        {
            node.Die();
            node.Start();
        }

        RunUntil(IsSettled);
        Settle(150);

        // An operator's rollback may have begun after the end of what it takes back.
        RunUntil(IsSettled);

        bool IsSettled() => IsOver && _world.Nodes.TrueForAll(node => node.IsGone || node.IsSettled);
    }

    /// <summary>All rollouts have ended, or none ever began.</summary>
    private bool IsOver => _world.Rollouts.Count > 0 ? _world.Rollouts.Values.All(rollout => rollout.IsOver) : _world.Controllers.TrueForAll(c => c.IsDaemon || !c.Lives);

    private void MakeFleet()
    {
        foreach (var name in _waves.SelectMany(wave => wave))
        {
            var fails = Chance(0.2);
            var node = new FleetNode(_world, name, new HostOptions
            {
                Dies = (_, _) => _hasTrouble && Chance(0.002),
                DiskFails = () => _hasTrouble && Chance(0.005),
                Script = (_, _) => Script(fails),
                Rewrites = _planted.HostRewrites,
                StartsAtOnce = _planted.StartsAtOnce,
                Loses = _planted.HostLoses,
            });
            _world.Nodes.Add(node);
            if (Chance(0.05)) node.IsGone = true;
            else node.Start();
        }

        Settle(1);
        foreach (var node in _world.Nodes.Where(node => node.Lives && Chance(0.1)).ToList())
        {
            node.IsGone = Chance(0.5);
            node.Die();
            _world.Zk.ExpireAll(node.Life!.Process);
        }
    }

    private FleetController StartDaemon()
    {
        var (id, life) = NewController("daemon");
        var daemon = FleetController.Daemon(_world, id, life);
        _world.Controllers.Add(daemon);
        return daemon;
    }

    private void StartConsole(object wish)
    {
        var (id, life) = NewController("console");
        _world.Controllers.Add(FleetController.Console(_world, id, life, wish));
    }

    private (string Id, Life Life) NewController(string what)
    {
        var id = _world.NewName(what);
        var process = _world.Process(id);
        process.Rewrites = _planted.ControllerRewrites;
        return (id, new Life(process) { Loses = _planted.ControllerLoses });
    }

    private void StartAgain(FleetNode node)
    {
        if (node.Lives || node.IsGone) return;
        _world.Tell($"{node.Name} starts again");
        if (Chance(0.3) && node.Life is { } life) _world.Zk.ExpireAll(life.Process);
        node.Start();
    }

    private void EndTrouble()
    {
        _hasTrouble = false;
        _world.Tell("no more trouble");
        foreach (var life in _world.Lives.ToList())
        {
            _world.Thaw(life);
            Reconnect(life);
        }

        foreach (var node in _world.Nodes) StartAgain(node);
        if (!_world.Controllers.Exists(c => c.Lives && c.IsDaemon)) StartDaemon();
    }

    /// <summary>An operator who is away for ever is no way out of a pause, and a day is long.</summary>
    private void RunUntil(Func<bool> done)
    {
        var begun = _world.Acts;
        while (!done() && _world.Errors.Count == 0)
        {
            if (_world.Acts - begun > ActsAtMost)
            {
                _world.Errors.Add($"no end: {string.Join(", ", _world.Rollouts.Values.Select(r => $"{r.Id} is {r.State.Phase} ({r.State.Reason?.Text})"))}");
                return;
            }

            if (_world.Act()) continue;
            foreach (var rollout in _world.Rollouts.Values.ToList()) Decide(rollout);
            _world.Sleep();
        }
    }

    private void Decide(RolloutRecord rollout)
    {
        if (rollout.State.Phase is not (RolloutPhase.Paused or RolloutPhase.Halted) || !Chance(0.05)) return;
        Say(Chance(0.5) ? new OperatorWord.Resume(true) : new OperatorWord.Abort(Chance(0.5)));
    }

    private void Settle(int seconds)
    {
        var until = _world.Now.AddSeconds(seconds);
        while (_world.Now < until && _world.Errors.Count == 0)
        {
            if (!_world.Act()) _world.Sleep();
        }
    }

    private VirtualScript Script(bool fails) => new(
        Seconds(1, Chance(0.1) ? 200 : 30),
        fails ? 1 : _chance.Next(15) switch { 0 => 1, 1 => 35, _ => 0 },
        LockTimedOut: Chance(0.2),
        IsStubborn: Chance(0.1),
        CodeIsLost: Chance(0.03));

    private TimeSpan Seconds(int from, int to) => TimeSpan.FromSeconds(from + (_chance.NextDouble() * (to - from)));

    private bool Chance(double p) => _chance.NextDouble() < p;
}
