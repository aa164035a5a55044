using ChefActors.Core.Commands;
using ChefActors.Simulation.Checkers;
using ChefActors.Simulation.Model;
using ChefActors.Testing.Simulated;

namespace ChefActors.Simulation.Histories;

/// <summary>One seed: a while of commands, pushes, words of operators and faults; then no more faults, until all is settled.</summary>
internal sealed class History
{
    /// <summary>Codes of Chef's own and signals: SIGHUP, SIGINT, SIGABRT, SIGSEGV, SIGTERM.</summary>
    private static readonly int[] _ends = [2, 3, 41, 42, 43, 213, 255, 129, 130, 134, 139, 143];

    private readonly Random _random;
    private readonly World _world;
    private bool _hasFaults = true;
    private bool _isOutside;

    internal History(int seed, HostOptions? planted = null)
    {
        _random = new Random(seed);
        var options = (planted ?? new HostOptions()) with { Dies = (_, _) => _hasFaults && Chance(0.006), DiskFails = () => _hasFaults && Chance(0.02), Script = (_, _) => Script(), NoSupervisor = () => _hasFaults && Chance(0.1) ? "nobody" : null, Skew = TimeSpan.FromMinutes(_random.Next(-60, 60)) };
        _world = new World(options, _random) { Faults = FaultOf };
    }

    /// <summary>Runs it; what was violated.</summary>
    internal IReadOnlyList<string> Run()
    {
        _world.StartHost();
        var steps = _random.Next(100, 500);
        for (var i = 0; i < steps; i++) Happen();
        if (Checks.Safety(_world) is { Count: > 0 } violations) return violations;
        EndFaults();
        _world.RunUntil(() => _world.IsDone, 20_000);

        // Another life finds nothing to do; what a full disk kept from the journal (only ever 'sent') is mended by it.
        _world.KillHost();
        _world.StartHost();
        _world.RunUntil(() => _world.IsSettled && _world.Host!.State.IsRegistered, 20_000);
        return Checks.AtTheEnd(_world);
    }

    /// <summary>What happened, for people.</summary>
    internal string Tell() => HistoryText.Of(_world);

    private void EndFaults()
    {
        _hasFaults = false;
        _world.Host!.Process.Reconnect();
        if (_world.HasHost) return;
        if (Chance(0.5)) _world.Zk.ExpireAll(_world.Host.Process);
        _world.StartHost();
    }

    private void Happen()
    {
        var at = _random.NextDouble();
        if (!_world.HasHost && Chance(0.1))
        {
            if (Chance(0.5)) _world.Zk.ExpireAll(_world.Host!.Process);
            _world.StartHost();
        }
        else if (at < 0.80)
        {
            if (!_world.Act()) _world.AdvanceToNext();
        }
        else if (at < 0.90) Outside();
        else if (at < 0.97) _world.Advance(TimeSpan.FromSeconds(_random.Next(1, Chance(0.1) ? 1000 : 20)) + TimeSpan.FromTicks(_random.Next(9999)));
        else Fault();
    }

    /// <summary>Something that others do; also in the middle of the node host's requests.</summary>
    private void Outside()
    {
        switch (_random.Next(9))
        {
            case 0 or 1 when _world.Controller.Rollouts.Count() < 8: _world.Controller.Dispatch(Vary); break;
            case 2 or 3 when _world.Pushes.Count < 8: _world.Push(Chance(0.15) ? "{}" : """{"run_list":["recipe[app]"],"a":1}"""); break;
            case 4 when _world.Controller.Rollouts.Any(): _world.Controller.Abort(Any(), Chance(0.7)); break;
            case 5 when Chance(0.2): _world.EmptySlot(); break;
            case 6 when Chance(0.2) && _world.Controller.Rollouts.Any(): _world.Controller.RemoveHistory(Any()); break;
            default: _world.Controller.TendAll(); break;
        }
    }

    private string Any() => _world.Controller.Rollouts.ElementAt(_random.Next(_world.Controller.Rollouts.Count()));

    private Command Vary(Command command) => Chance(0.12) ? Restart(command) : command with
    {
        AcceptBy = _world.Now.AddSeconds(Chance(0.2) ? _random.Next(60) : 7200),
        Attempts = _random.Next(1, 4),
        OnInterrupt = Chance(0.4) ? InterruptPolicy.Rerun : InterruptPolicy.Report,
        RunTimeoutS = Chance(0.2) ? 60 : 1800,
        RunList = Chance(0.1) ? ["recipe[evil]"] : ["recipe[app]"],
    };

    private Command Restart(Command command) => command with
    {
        Kind = CommandKind.Restart,
        RunList = [],
        AcceptBy = _world.Now.AddSeconds(Chance(0.2) ? _random.Next(60) : 7200),
        RunTimeoutS = Chance(0.2) ? 5 : 300,
        LockWaitS = 0,
        Restart = Chance(0.5) ? new HostRestart { ExpectVersion = Chance(0.7) ? World.AgentVersion : "1" } : null,
    };

    private void Fault()
    {
        switch (_random.Next(16))
        {
            case 0 or 1: _world.KillHost(); break;
            case 2: _world.KillAll(); break;
            case 3: _world.Chef.KillWrappers(); break;
            case 4 or 5: _world.Reboot(_random.NextDouble()); break;
            case 6 or 7: _world.Host!.Process.Disconnect(); break;
            case 8 or 9: _world.Host!.Process.Reconnect(); break;
            case 10: _world.Zk.ExpireAll(_world.Host!.Process); break;
            case 11 when Chance(0.15) && _world.Restored.Count == 0: _world.LoseState(); break;
            case 12 when Chance(0.15) && _world.Restored.Count == 0: _world.Clone(); break;
            case 13: _world.Skew = TimeSpan.FromMinutes(_random.Next(-1300, 1300)); break;
            case 14 or 15: Restore(); break;
        }
    }

    /// <summary>
    /// An older state of ZooKeeper brings a command back whose result is in. Not where the journal that knows of it was lost too: of both together nothing is promised.
    /// </summary>
    private void Restore()
    {
        if (_world.HasLostState || !_world.Controller.Rollouts.Any()) return;
        var id = Any();
        if (_world.Row(id) is not null && _world.Zk.Stat(Core.Znodes.ZnodeLayout.Entry(World.Node, id)) is null) _world.Restore(id);
    }

    private SimulatedFault FaultOf(SimulatedRequest request)
    {
        if (!_hasFaults || _isOutside) return SimulatedFault.None;
        if (Chance(0.06))
        {
            _isOutside = true;
            Outside();
            _isOutside = false;
        }

        return Chance(0.03) ? (SimulatedFault)_random.Next(1, 7) : SimulatedFault.None;
    }

    private VirtualScript Script() => new(
        TimeSpan.FromSeconds(Chance(0.1) ? _random.Next(100, 4000) : _random.Next(1, 40)),
        _random.Next(8) switch { 0 => 1, 1 => 35, 2 => 137, 3 => 37, 4 => _ends[_random.Next(_ends.Length)], _ => 0 },
        LockTimedOut: Chance(0.5),
        IsStubborn: Chance(0.1),
        CodeIsLost: Chance(0.03));

    private bool Chance(double p) => _random.NextDouble() < p;
}
