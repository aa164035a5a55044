using ChefActors.Controller.Rollouts;
using ChefActors.Controller.Words;
using ChefActors.Core.Events;
using ChefActors.Core.Nodes;
using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;
using ChefActors.Testing.Rollouts;

namespace ChefActors.Simulation.Engine;

/// <summary>
/// One seeded schedule of the rollout engine: a random plan and fleet; results, losses, words, events and the deaths of owners in any order; then all
/// trouble ends, and the rollout must. Owners that were replaced go on as if they had been frozen, and may change nothing.
/// </summary>
internal sealed class EngineSchedule
{
    private const int TroubledSteps = 120;
    private const int StepsAtMost = 4000;

    private readonly Random _chance;
    private readonly RolloutPlan _plan;
    private readonly IReadOnlyList<TargetNode> _targets;
    private readonly EngineServer _server;
    private readonly List<EngineOwner> _frozen = [];
    private readonly List<string> _tale = [];
    private EngineOwner _owner;
    private int _owners;

    public EngineSchedule(int seed)
    {
        _chance = new Random(seed);
        (_plan, var waves) = RandomPlans.Of(_chance, "R", n => NodeName.Parse($"n{n}"));
        _targets = [.. waves.SelectMany((nodes, wave) => nodes.Select(node => new TargetNode(node, wave)))];
        _server = new EngineServer(_plan, _targets);
        foreach (var target in _targets)
        {
            if (_chance.Next(8) == 0) _server.Presence[target.Node] = _chance.Next(3) == 0 ? new PresenceFact.NeverRegistered() : new PresenceFact.Gone();
        }

        _owner = new EngineOwner(_server);
    }

    /// <summary>What happened, a line each; the rollout's plan first.</summary>
    public IEnumerable<string> Tale => _tale.Prepend($"{_plan} waves {string.Join("; ", _plan.Waves)}");

    /// <summary>The state at the end.</summary>
    public RolloutState End => _server.State;

    /// <summary>Runs it; what was violated, in order.</summary>
    public IReadOnlyList<string> Run()
    {
        for (var step = 0; step < TroubledSteps && !IsOver; step++) Trouble();
        if (!IsOver) Calm();
        for (var step = 0; !IsOver; step++)
        {
            if (step >= StepsAtMost) return [.. _server.Broken, $"no end: {_server.State.Phase}, {_server.State.Reason}, wave {_server.State.Wave}, {_server.Empty} outstanding, at {_server.Now:u}"];
            Quiet();
            if (_server.Broken.Count > 0) return _server.Broken;
        }

        EngineEnd.Hold(_plan, _targets, _server);
        return _server.Broken;
    }

    private bool IsOver => _server.State.Phase.IsEnded() || (_owner.AsksForRollback && _server.State.Phase == RolloutPhase.Halted);

    private void Trouble()
    {
        switch (_chance.Next(24))
        {
            case < 9 when _owner.IsBusy:
                _owner.Step(_chance, mayLose: true);
                break;
            case < 13:
                Node(willWork: false);
                break;
            case < 16:
                _owner.Look();
                break;
            case 16:
                Word();
                break;
            case 17 when _plan.Halt?.Events is not null:
                Event();
                break;
            case 18:
                Replace();
                break;
            case 19 when _frozen.Count > 0:
                Wake();
                break;
            case 20 when _owner.State.Awaiting is null:
                EngineEnd.HoldAgreement(_owner, _server);
                break;
            default:
                Advance();
                break;
        }
    }

    /// <summary>No word holds it any more; nodes that are there work.</summary>
    private void Calm()
    {
        _tale.Add("calm");
        if (_server.Control.Paused) Say(new OperatorWord.Resume(AcceptFailures: true));
    }

    private void Quiet()
    {
        if (_owner.IsBusy) _owner.Step(_chance, mayLose: false);
        else if (!Node(willWork: true))
        {
            _owner.Look();
            if (!_owner.IsBusy) Advance();
        }
    }

    /// <summary>One node does something. False: none has anything to do.</summary>
    private bool Node(bool willWork)
    {
        var busy = _targets.Where(t => _server.Presence[t.Node] is PresenceFact.Alive && _server.Entries.ContainsKey(t.Node)).Select(t => t.Node).ToList();
        if (busy.Count > 0 && (willWork || _chance.Next(3) > 0))
        {
            var node = busy[_chance.Next(busy.Count)];
            if (_server.Entry(node) is EntryFact.Unclaimed) return _server.Claim(node);
            Finish(node);
            return true;
        }

        if (willWork) return false;
        var any = _targets[_chance.Next(_targets.Count)].Node;
        _server.Presence[any] = _server.Presence[any] switch
        {
            PresenceFact.Alive => new PresenceFact.Gone(),
            PresenceFact.Gone => new PresenceFact.Alive("j", $"boot-{_chance.Next(1, 3)}"),
            var never => never,
        };
        return true;
    }

    private void Finish(NodeName node)
    {
        var state = ((EntryFact.Claimed)_server.Entry(node)).StopAsked ? ResultState.Cancelled : _chance.Next(10) switch
        {
            < 6 => ResultState.Succeeded,
            6 => ResultState.RebootPending,
            _ => ResultState.Failed,
        };
        _tale.Add($"{_server.Now:u} {node} {state}");
        _server.Finish(node, new CommandResult
        {
            Command = "R",
            Node = node.Value,
            State = state,
            BootId = "boot-1",
            Resources = _chance.Next(4) == 0 ? null : new ResourceCount(_chance.Next(0, 40), 100),
        });
    }

    private void Word() => Say(_chance.Next(7) switch
    {
        0 or 1 => new OperatorWord.Pause(),
        2 or 3 => new OperatorWord.Resume(AcceptFailures: _chance.Next(2) == 0),
        4 or 5 => new OperatorWord.Approve(_plan.Waves[_chance.Next(_plan.Waves.Count)].Name),
        _ => new OperatorWord.Abort(Interrupt: _chance.Next(2) == 0),
    });

    private void Say(OperatorWord word)
    {
        if (WordDecision.Decide(_plan, _server.State, _server.Control, word, "alice@ops1", _server.Now) is not WordOutcome.Spoken spoken) return;
        _tale.Add($"{_server.Now:u} {word}");
        _server.Say(spoken.Control);
    }

    private void Event()
    {
        var node = _targets[_chance.Next(_targets.Count)].Node;
        _tale.Add($"{_server.Now:u} event on {node}");
        _server.Post(new OpenEvent($"e{_server.Zxid}", node, (EventSeverity)_chance.Next(6), "something", _server.Now));
    }

    /// <summary>The owner dies or is frozen, and another takes over.</summary>
    private void Replace()
    {
        if (_chance.Next(2) == 0) _frozen.Add(_owner);
        _tale.Add($"{_server.Now:u} owner {++_owners}");
        _server.TakeOver($"c{_owners}");
        _owner = new EngineOwner(_server);
    }

    private void Wake()
    {
        var frozen = _frozen[_chance.Next(_frozen.Count)];
        var (version, control, zxid) = (_server.StateVersion, _server.ControlVersion, _server.Zxid);
        if (frozen.IsBusy) frozen.Step(_chance, mayLose: false);
        else frozen.Look();
        if ((version, control, zxid) != (_server.StateVersion, _server.ControlVersion, _server.Zxid)) _server.Broken.Add("an owner that was replaced changed something (I6)");
    }

    private void Advance()
    {
        var wake = _owner.WakeAt is { } at && at > _server.Now ? at - _server.Now : TimeSpan.FromSeconds(30);
        _server.Now += _chance.Next(3) == 0 ? TimeSpan.FromSeconds(_chance.Next(1, 60)) : wake;
        _owner.Turn(new RolloutInput.Tick());
    }
}
