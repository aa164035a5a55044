using ChefActors.Controller.Aggregation;
using ChefActors.Controller.Dispatching;
using ChefActors.Controller.Ownership;
using ChefActors.Controller.Rollouts;
using ChefActors.Core.Nodes;
using ChefActors.Testing.Simulated;

namespace ChefActors.Controller.Tests.Rollouts;

/// <summary>A controller without actors: the shipped machine and procedures, one effect at a time.</summary>
internal sealed class SimulatedController
{
    private readonly SimulatedClient _client;
    private readonly OwnerClock _clock;
    private readonly CrashingWrites _writes;
    private readonly ControllerIdentity _me;
    private readonly Queue<RolloutEffect> _effects = new();
    private readonly HashSet<NodeName> _watched = [];
    private readonly TimeProvider _time;
    private EffectRunner? _runner;

    public SimulatedController(SimulatedProcess process, TimeProvider time, CrashPoint? point)
    {
        (Process, _time) = (process, time);
        _client = process.Connect();
        _clock = new OwnerClock(time);
        _writes = new CrashingWrites(new RolloutWrites(_client, _clock, ChefActors.Controller.Dispatching.CrashPoint.None), point);
        _me = Given.Controller(process.Who);
    }

    public SimulatedProcess Process { get; }

    public MachineState? State { get; private set; }

    public bool HasCrashed => _writes.HasCrashed;

    public bool HasEffects => _effects.Count > 0;

    public DateTimeOffset? WakeAt { get; private set; }

    public List<RolloutEffect> Done { get; } = [];

    public DateTimeOffset Now => _clock.Now;

    public async Task<StartAnswer> StartAsync(NewRollout rollout) =>
        Begin(await new RolloutStart(_client, _writes, _clock, _me).StartAsync(rollout, CancellationToken.None));

    public async Task<StartAnswer> TakeOverAsync(string rollout) =>
        Begin(await new RolloutTakeOver(_client, _writes, _clock, _me).TakeOverAsync(rollout, CancellationToken.None));

    public async Task<StartAnswer> RollBackAsync(string rollout) =>
        Begin(await new RollbackStart(_client, _writes, _clock, _me, _time).RollBackAsync(rollout, _me.User, CancellationToken.None));

    /// <summary>A halt asked for a rollback.</summary>
    public bool AsksForRollback { get; private set; }

    /// <summary>Carries out the oldest effect and learns its answer.</summary>
    public async Task StepAsync()
    {
        var effect = _effects.Dequeue();
        Done.Add(effect);
        if (await _runner!.RunAsync(effect, CancellationToken.None) is { } input) Turn(input);
    }

    /// <summary>What the aggregator and the watch of the operators' words would tell by now.</summary>
    public async Task LookAsync()
    {
        if (_watched.Count > 0)
        {
            Turn(await _runner!.RunAsync(new RolloutEffect.ReadPresence([.. _watched]), CancellationToken.None) ?? new RolloutInput.Tick());
            Turn(await _runner.RunAsync(new RolloutEffect.ReadRows([.. _watched]), CancellationToken.None) ?? new RolloutInput.Tick());
        }

        Turn(await _runner!.RunAsync(new RolloutEffect.ReadControl(), CancellationToken.None) ?? new RolloutInput.Tick());
        if (State!.Plan.Halt?.Events is not null) Turn(await _runner.RunAsync(new RolloutEffect.ReadEvents(), CancellationToken.None) ?? new RolloutInput.Tick());
        if (State.Plan.Pace is not null) Turn(await _runner.RunAsync(new RolloutEffect.ReadPace(), CancellationToken.None) ?? new RolloutInput.Tick());
    }

    public void Turn(RolloutInput input)
    {
        (State, var effects) = RolloutMachine.Step(State!, input, _clock.Now);
        foreach (var effect in effects)
        {
            if (effect is RolloutEffect.WakeAt wake) WakeAt = wake.Time;
            else if (effect is RolloutEffect.Watch watch) _watched.UnionWith(watch.Nodes);
            else if (effect is RolloutEffect.RollBack) AsksForRollback = true;
            else _effects.Enqueue(effect);
        }
    }

    private StartAnswer Begin(StartOutcome outcome)
    {
        if (outcome.Loaded is not { } loaded) return outcome.Answer;
        State = MachineState.Of(loaded, _clock.Now);
        _runner = new EffectRunner(_client, _writes, loaded.Plan);
        Turn(new RolloutInput.Tick());
        return outcome.Answer;
    }
}
