using ChefActors.Controller.Dispatching;
using ChefActors.Controller.History;
using ChefActors.Controller.Ownership;
using ChefActors.Controller.Tests.Rollouts;
using ChefActors.Testing.Simulated;
using CrashPoint = ChefActors.Controller.Tests.Rollouts.CrashPoint;

namespace ChefActors.Controller.Tests.History;

/// <summary>A controller that keeps history and does nothing else: the shipped procedures, without actors.</summary>
internal sealed class CompactingProcess
{
    private readonly SimulatedZooKeeper _server;
    private readonly SimulatedProcess _process;
    private readonly SimulatedClient _client;
    private readonly OwnerClock _clock;
    private readonly CrashingWrites _writes;

    public CompactingProcess(SimulatedZooKeeper server, TimeProvider time, string name, CrashPoint? point = null)
    {
        _server = server;
        _process = server.Process(name);
        _client = _process.Connect();
        _clock = new OwnerClock(time);
        _writes = new CrashingWrites(new RolloutWrites(_client, _clock, ChefActors.Controller.Dispatching.CrashPoint.None), point);
    }

    public SimulatedProcess Process => _process;

    /// <summary>Compacts; null: it died of its crash point, or its session was over.</summary>
    public Task<CompactionOutcome?> CompactAsync(string rollout) => GuardedAsync<CompactionOutcome?>(
        async () => await new CompactionProcedure(_client, _writes, _clock, Given.Controller(_process.Who)).CompactAsync(rollout, CancellationToken.None));

    /// <summary>Removes what is too old or too many; null as with <see cref="CompactAsync"/>.</summary>
    public Task<IReadOnlyList<string>?> TidyAsync(HistoryLimits limits) => GuardedAsync<IReadOnlyList<string>?>(
        async () => await new RemovalProcedure(_client, _writes, _clock, limits).RemoveAsync(CancellationToken.None));

    private async Task<T?> GuardedAsync<T>(Func<Task<T?>> act)
    {
        try
        {
            return await act();
        }
        catch (Exception e) when (e is ControllerDiedException or ZooKeeper.SessionExpiredException)
        {
            _server.ExpireAll(_process);
            return default;
        }
    }
}
