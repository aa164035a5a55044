using ChefActors.Controller.Dispatching;
using ChefActors.Controller.History;
using ChefActors.Controller.Tests.Rollouts;
using ChefActors.Core.Results;
using ChefActors.Testing.Simulated;
using ChefActors.Testing;
using FsCheck.Xunit;
using CrashPoint = ChefActors.Controller.Tests.Rollouts.CrashPoint;

namespace ChefActors.Controller.Tests.History;

public sealed class CompactionProperties
{
    /// <summary>Late results come between any two requests of controllers that die, lose answers and follow each other; readers look in between.</summary>
    [Property(MaxTest = 100)]
    [Trait(Suite.Key, Suite.Long)]
    public async Task Any_interleaving_with_late_results_and_successors_leaves_each_target_in_one_state_with_the_newest_truth(int seed)
    {
        var chance = new Random(seed);
        var habits = Enumerable.Range(0, chance.Next(1, 12)).Select(_ => chance.Next(3) == 0 ? HostHabit.LeavesAfterClaim : (HostHabit)chance.Next(8)).ToList();
        var ended = await EndedWorld.CreateAsync(seed, isAborted: habits.Count > 1 && chance.Next(3) == 0, habits);
        var truth = (await ended.TellAsync()).ToDictionary(line => line.Split(' ')[0], StringComparer.Ordinal);
        var late = ended.World.Rows.Where(row => row!.MayStillRun()).Select(row => row!.Node).ToList();
        var isActing = false;
        var faultsLeft = chance.Next(5);
        SimulatedFault Meanwhile(SimulatedRequest request)
        {
            if (isActing) return SimulatedFault.None;
            isActing = true;
            if (late.Count > 0 && chance.Next(6) == 0)
            {
                var node = late[^1];
                late.RemoveAt(late.Count - 1);
                var number = ended.Nodes.ToList().FindIndex(n => n.Value == node) + 1;
                // Everything here is done when the call returns.
                ended.World.Host(number).FinishAsync(RolloutWorld.Id, chance.Next(2) == 0 ? ResultState.Succeeded : ResultState.Failed).GetAwaiter().GetResult();
                truth[node] = ended.TellAsync().GetAwaiter().GetResult()[number - 1];
                Assert.Contains(nameof(ResultState.Unreachable), truth[node], StringComparison.Ordinal);
            }
            else if (chance.Next(4) == 0) Assert.Equal(ended.Nodes.Select(n => truth[n.Value]), ended.TellAsync().GetAwaiter().GetResult());

            isActing = false;
            if (!request.IsWrite || faultsLeft == 0 || chance.Next(3) != 0) return SimulatedFault.None;
            faultsLeft--;
            return (SimulatedFault)chance.Next(3, 7);
        }

        CompactionOutcome? outcome = null;
        for (var attempt = 0; outcome != CompactionOutcome.Compacted; attempt++)
        {
            Assert.True(attempt < 20, $"after {attempt} controllers: {outcome}");
            var point = attempt < 3 && chance.Next(2) == 0 ? new CrashPoint((WriteKind)chance.Next((int)WriteKind.Fold, (int)WriteKind.Compacted + 1), chance.Next(1, 3), chance.Next(2) == 0) : null;
            var process = ended.Process($"daemon-{attempt}", point);
            process.Process.Faults = Meanwhile;
            outcome = await process.CompactAsync(RolloutWorld.Id);
        }

        ended.HoldCompacted();
        Assert.Equal(ended.Nodes.Select(n => truth[n.Value]), await ended.TellAsync());
    }
}
