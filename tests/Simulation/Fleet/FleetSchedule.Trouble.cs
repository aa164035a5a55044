using ChefActors.Controller.Ownership;
using ChefActors.Controller.Words;
using ChefActors.Core.Znodes;
using ChefActors.Simulation.Fleet.Turns;
using ChefActors.Testing.Simulated;
using ChefActors.ZooKeeper;

namespace ChefActors.Simulation.Fleet;

/// <summary>What befalls the fleet: processes that die, freeze or lose their connections, requests that go wrong, operators who speak.</summary>
internal sealed partial class FleetSchedule
{
    private void Trouble()
    {
        var controller = _world.Controllers.Where(c => c.Lives).ToList() is { Count: > 0 } living ? living[_chance.Next(living.Count)] : null;
        var node = _world.Nodes[_chance.Next(_world.Nodes.Count)];
        switch (_chance.Next(20))
        {
            case 0 or 1: Say(Word()); break;
            case 2 or 3 when controller is not null: _world.Freeze(controller.Life, Seconds(5, 120), expires: true); break;
            case 4 when controller is not null: FreezeAndForce(controller.Life); break;
            case 5 or 6 when controller is not null: Die(controller.Life); break;
            case 7 when controller is { IsDaemon: false }: controller.Close(); break;
            case 8 or 9 when _world.Controllers.Count(c => c.Lives) < 3: StartDaemon(); break;
            case 10 when _plan.Rollback is not null: StartConsole(new ControllerProtocol.RollBack(Id, "bob@ops2")); break;
            case 11 when controller is not null: Cut(controller.Life); break;
            case 12 when controller is not null: Expire(controller.Life); break;
            case 13 when node.Lives: node.Die(); break;
            case 14 when node.Lives: node.DieWithRuns(); break;
            case 15 when node.Lives: node.Reboot(_chance.NextDouble()); break;
            case 16 when node.Lives: Cut(node.Life!); break;
            case 17 when node.Lives: Expire(node.Life!); break;
            case 18 when node.Lives: _world.Freeze(node.Life!, Seconds(1, 120), expires: Chance(0.5)); break;
            case 19 when Chance(0.2): node.IsGone = true; node.DieWithRuns(); break;
        }
    }

    /// <summary>It is not heard of, and an operator has another one take over before the servers end its session: the fence alone is left.</summary>
    private void FreezeAndForce(Life life)
    {
        _world.Freeze(life, Seconds(1, 19), expires: false);
        foreach (var rollout in _world.Rollouts.Values.Where(rollout => !rollout.IsOver))
        {
            if (_world.Zk.Stat(ZnodeLayout.Owner(rollout.Id)) is not { } owner || !life.Process.Clients.Any(client => client.SessionId == owner.EphemeralOwner)) continue;
            _world.Tell($"{rollout.Id} is taken from {life.Process.Who}");
            _world.Zk.Apply("operator", new ZnodeOperation.Delete(ZnodeLayout.Owner(rollout.Id)));
        }
    }

    private void Die(Life life)
    {
        life.Process.Crash();
        if (Chance(0.5)) _world.Zk.ExpireAll(life.Process);
    }

    private void Cut(Life life)
    {
        if (life.IsStill || life.Process.IsDisconnected) return;
        _world.Tell($"{life.Process.Who} has no connection");
        _thread.As(life, life.Process.Disconnect);
        var lasts = Seconds(0, 60);
        if (lasts > TimeSpan.FromSeconds(20) || Chance(0.2)) _world.At(TimeSpan.FromSeconds(Math.Min(20, lasts.TotalSeconds)), () => _world.Zk.ExpireAll(life.Process));
        _world.At(lasts, () => Reconnect(life));
    }

    private void Reconnect(Life life)
    {
        if (life.IsDead || !life.Process.IsDisconnected) return;
        _world.Tell($"{life.Process.Who} has a connection again");
        _thread.As(life, life.Process.Reconnect);
    }

    private void Expire(Life life)
    {
        _world.Tell($"the session of {life.Process.Who} ends");
        _world.Zk.ExpireAll(life.Process);
    }

    private OperatorWord Word() => _chance.Next(7) switch
    {
        0 or 1 => new OperatorWord.Pause(),
        2 or 3 => new OperatorWord.Resume(Chance(0.5)),
        4 or 5 => new OperatorWord.Approve(_plan.Waves[_chance.Next(_plan.Waves.Count)].Name),
        _ => new OperatorWord.Abort(Chance(0.5)),
    };

    /// <summary>At the operator's own pace: it is answered at once.</summary>
    private void Say(OperatorWord word)
    {
        _world.Tell($"the operator: {word.Verb} {word.Detail}");
        foreach (var rollout in _world.Rollouts.Keys.ToList())
        {
            if (!_words.SayAsync(rollout, word, "bob@ops2", _world.Now, CancellationToken.None).IsCompletedSuccessfully) _world.Errors.Add("the word was not said");
        }
    }

    private SimulatedFault FaultOf(SimulatedRequest request)
    {
        if (!_hasTrouble) return SimulatedFault.None;
        if (request.IsWrite && _world.Controllers.Exists(controller => controller.Life.Process == request.Process)) Interfere(request);
        if (_faultsLeft == 0 || !Chance(request.IsWrite ? 0.03 : 0.002)) return SimulatedFault.None;
        _faultsLeft--;
        var fault = (SimulatedFault)_chance.Next(1, 7);
        _world.Tell($"{request.Process.Who}: {fault} at {request.Kind} {request.Path}");
        return fault;
    }

    /// <summary>An operator speaks just before an owner's write, or just after a dispatch, while its nodes are about to claim.</summary>
    private void Interfere(SimulatedRequest request)
    {
        if (Chance(0.02)) Say(Word());
        else if (Chance(0.1) && request.Operations.Any(operation => operation is ZnodeOperation.Create && operation.Path.EndsWith("/inbox/" + Id, StringComparison.Ordinal))) _word = Chance(0.5) ? new OperatorWord.Abort(Chance(0.5)) : Word();
    }
}
