using System.Collections.Immutable;
using ChefActors.Controller.Rollouts;
using ChefActors.Core.Nodes;
using ChefActors.Core.Rollouts;

namespace ChefActors.Simulation.Engine;

/// <summary>One owner: the shipped machine, its effects under way, and what its watches owe it.</summary>
internal sealed class EngineOwner
{
    private readonly EngineServer _server;
    private readonly List<RolloutEffect> _effects = [];
    private readonly SortedSet<NodeName> _watched = [];

    public EngineOwner(EngineServer server)
    {
        _server = server;
        State = MachineState.Of(server.Load(), server.Now);
        Turn(new RolloutInput.Tick());
    }

    public MachineState State { get; private set; }

    public DateTimeOffset? WakeAt { get; private set; }

    public bool IsBusy => _effects.Count > 0;

    /// <summary>A halt asked for a rollback.</summary>
    public bool AsksForRollback { get; private set; }

    /// <summary>One effect that is under way, by chance: reads may overtake each other. An answer may be lost, before or after the effect took place.</summary>
    public void Step(Random chance, bool mayLose)
    {
        var effect = _effects[chance.Next(_effects.Count)];
        _effects.Remove(effect);
        var (isLost, happened) = (mayLose && chance.Next(20) == 0, chance.Next(2) == 0);
        if (effect is RolloutEffect.Write write)
        {
            var answer = !isLost || happened ? _server.Commit(write) : new WriteAnswer.Lost();
            Turn(new RolloutInput.Answered(write, isLost ? new WriteAnswer.Lost() : answer));
        }
        else Turn(isLost ? new RolloutInput.ReadLost(effect) : Read(effect));
    }

    /// <summary>What watches and the look of every minute tell.</summary>
    public void Look()
    {
        Turn(new RolloutInput.PresenceSeen([.. _watched.Select(n => new SeenNode<PresenceFact>(n, _server.Presence[n]))]));
        Turn(new RolloutInput.RowsSeen([.. _watched.Select(n => new SeenNode<RowFact>(n, _server.Row(n)))]));
        Turn(new RolloutInput.ControlSeen(_server.Control, _server.ControlVersion));
        if (State.Plan.Halt?.Events is not null) Turn(new RolloutInput.EventsSeen(_server.Events));
    }

    public void Turn(RolloutInput input)
    {
        (State, var effects) = RolloutMachine.Step(State, input, _server.Now);
        foreach (var effect in effects)
        {
            switch (effect)
            {
                case RolloutEffect.WakeAt wake:
                    WakeAt = wake.Time;
                    break;
                case RolloutEffect.Watch watch:
                    _watched.UnionWith(watch.Nodes);
                    break;
                case RolloutEffect.RollBack:
                    AsksForRollback = true;
                    break;
                case RolloutEffect.Stop:
                    break;
                default:
                    _effects.Add(effect);
                    break;
            }
        }
    }

    private RolloutInput Read(RolloutEffect effect) => effect switch
    {
        RolloutEffect.ReadRows read => new RolloutInput.RowsSeen(Rows(read.Nodes)),
        RolloutEffect.ReadEntries read => new RolloutInput.EntriesSeen(Rows(read.Nodes), [.. read.Nodes.Select(n => new SeenNode<EntryFact>(n, _server.Entry(n)))]),
        RolloutEffect.ReadPresence read => new RolloutInput.PresenceSeen([.. read.Nodes.Select(n => new SeenNode<PresenceFact>(n, _server.Presence[n]))]),
        RolloutEffect.ReadControl => new RolloutInput.ControlSeen(_server.Control, _server.ControlVersion),
        RolloutEffect.ReadEvents => new RolloutInput.EventsSeen(_server.Events),
        RolloutEffect.ReadPace => new RolloutInput.PaceSeen(_server.Pace),
        RolloutEffect.Resync resync => new RolloutInput.Resynced(resync, _server.State, _server.StateVersion, _server.Control, _server.ControlVersion, Rows(resync.Nodes)),
        RolloutEffect.Verify verify => new RolloutInput.Verified(verify, Rows([.. _server.Rows.Keys.Except(verify.Final)])),
        _ => throw new InvalidOperationException($"an effect of an unknown kind: {effect}"),
    };

    private ImmutableArray<SeenNode<RowFact>> Rows(ImmutableArray<NodeName> nodes) => [.. nodes.Select(n => new SeenNode<RowFact>(n, _server.Row(n)))];
}
