using System.Collections.Immutable;
using ChefActors.Controller.Dispatching;
using ChefActors.Controller.Rollouts;
using ChefActors.Core.Nodes;
using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;
using ChefActors.Testing.Simulated;
using FsCheck.Xunit;

namespace ChefActors.Controller.Tests.Rollouts;

public sealed class RolloutHistoryProperties
{
    [Property(MaxTest = 100)]
    public async Task Any_history_of_faults_and_hosts_ends_each_target_once_and_adds_up(int seed)
    {
        var chance = new Random(seed);
        var habits = Enumerable.Range(0, chance.Next(1, 20)).Select(_ => (HostHabit)chance.Next(8)).ToList();
        var world = new RolloutWorld(seed, habits, parallel: chance.Next(1, 6), waves: chance.Next(1, Math.Min(3, habits.Count) + 1));
        if (chance.Next(3) == 0) world.Rollout = world.Rollout with { Plan = world.Rollout.Plan with { OfflineWaitS = chance.Next(1, 2000) } };
        var faultsLeft = chance.Next(6);
        world.Faults = request =>
        {
            if (!request.IsWrite || faultsLeft == 0 || chance.Next(5) != 0) return SimulatedFault.None;
            faultsLeft--;
            return (SimulatedFault)chance.Next(3, 7);
        };
        var point = chance.Next(2) == 0 ? new CrashPoint((WriteKind)chance.Next(10), chance.Next(1, 3), chance.Next(2) == 0) : null;
        var (abortIn, isInterrupt, pauseIn) = (chance.Next(120), chance.Next(2) == 0, chance.Next(60));
        world.BeforeStep = () =>
        {
            if (world.State is not { } state || state.Phase.IsEnded()) return Task.CompletedTask;
            if (--abortIn == 0 && chance.Next(2) == 0) world.Say(c => c with { Abort = new AbortWord(isInterrupt, "alice@ops1", world.Time.GetUtcNow()) });
            if (--pauseIn == 0) world.Say(c => c with { Paused = true });
            if (pauseIn == -30) world.Say(c => c with { Paused = false });
            return Task.CompletedTask;
        };
        await world.BeginAsync(point);
        if (await world.RunAsync()) await world.HoldEndAsync();
        else Assert.Empty(world.Server.Children("/rollout"));
    }

    [Property(MaxTest = 200)]
    public void Results_in_any_order_and_as_often_as_they_come_give_one_tally(int seed)
    {
        var chance = new Random(seed);
        var nodes = Given.Nodes(chance.Next(1, 40));
        var now = DateTimeOffset.UnixEpoch.AddYears(50);
        var seen = nodes.Select(n => new SeenNode<RowFact>(n, Ended(n, (ResultState)chance.Next(12)))).ToList();
        var expected = ResultTally.Of(nodes.Count);
        foreach (var row in seen) expected = expected.Move(NodeStanding.Pending, NodeStanding.EndedAs(((RowFact.Ended)row.Fact).Result.State));
        var state = Outstanding(nodes, now);
        foreach (var row in seen.Concat(seen).OrderBy(_ => chance.Next()))
        {
            // A read that was overtaken tells of an empty row again.
            (state, _) = RolloutMachine.Step(state, new RolloutInput.RowsSeen([row, row with { Fact = new RowFact.Empty(now) }]), now);
            Assert.Equal(nodes.Count, state.Tally.Targets);
        }

        Assert.Equal(expected.Ended, state.Tally.Ended);
        Assert.True(state.Tally.IsComplete);
    }

    [Property(MaxTest = 100)]
    public void An_answer_that_comes_twice_changes_nothing(int seed)
    {
        var chance = new Random(seed);
        var nodes = Given.Nodes(chance.Next(1, 10));
        var now = DateTimeOffset.UnixEpoch.AddYears(50);
        var state = Pending(nodes);
        (state, _) = RolloutMachine.Step(state, new RolloutInput.PresenceSeen([.. nodes.Select(n => new SeenNode<PresenceFact>(n, new PresenceFact.Alive("j")))]), now);
        var batch = Assert.IsType<RolloutEffect.DispatchBatch>(state.Awaiting);
        var answer = new RolloutInput.Answered(batch, new WriteAnswer.Done(batch.Nodes));
        (state, _) = RolloutMachine.Step(state, answer, now);
        var (again, effects) = RolloutMachine.Step(state, answer, now);
        Assert.Equal(state.Tally, again.Tally);
        Assert.Same(state.Awaiting, again.Awaiting);
        Assert.DoesNotContain(effects, e => e is RolloutEffect.Write);
    }

    private static RowFact.Ended Ended(NodeName node, ResultState state) =>
        new(new CommandResult { Command = "R1", Rollout = "R1", Node = node.Value, State = state }, 1, 7, DateTimeOffset.UnixEpoch);

    private static MachineState Pending(IReadOnlyList<NodeName> nodes) => MachineState.Of(Loaded(nodes, []), DateTimeOffset.UnixEpoch);

    private static MachineState Outstanding(IReadOnlyList<NodeName> nodes, DateTimeOffset now) =>
        MachineState.Of(Loaded(nodes, [.. nodes.Select(n => new SeenNode<RowFact>(n, new RowFact.Empty(now)))]), now);

    private static LoadedRollout Loaded(IReadOnlyList<NodeName> nodes, ImmutableArray<SeenNode<RowFact>> rows)
    {
        var plan = Given.Plan("R1", 50, nodes.Count);
        return new LoadedRollout(
            plan, RolloutStates.Running(plan, "controller-1", 1, DateTimeOffset.UnixEpoch), 1, new ControlDocument(), 0, [.. nodes.Select(n => new TargetNode(n, 0))], rows);
    }
}
