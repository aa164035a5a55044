using ChefActors.Controller.Dispatching;
using ChefActors.Controller.Planning;
using ChefActors.Controller.Rollouts;
using ChefActors.Core.Commands;
using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;
using ChefActors.Core.Znodes;

namespace ChefActors.Controller.Tests.Rollouts;

/// <summary>What comes after a rollout: it is taken back, or its rest is tried again.</summary>
public sealed class RollbackTests
{
    private const string Id = RolloutWorld.Id;
    private const string BackId = Id + FollowUpPlan.RollbackSuffix;

    [Fact]
    public async Task A_halt_takes_itself_back_where_the_plan_says_so_newest_wave_first()
    {
        var world = World(onHalt: true);
        await world.BeginAsync();
        Assert.True(await world.RunUntilAsync(w => w.Controller!.AsksForRollback));
        Assert.Equal(RolloutPhase.Halted, world.State!.Phase);
        var back = new SimulatedController(world.Server.Process("back"), world.Time, null);
        Assert.Equal(BackId, Assert.IsType<StartAnswer.Driving>(await back.RollBackAsync(Id)).Rollout);
        Assert.Equal((RolloutPhase.RolledBack, BackId), (world.State.Phase, world.State.RolledBackBy));
        Assert.Equal([WaveState.Succeeded, WaveState.Failed, WaveState.Skipped], world.State.Waves.Select(w => w.State));
        Assert.Equal(3, world.State.Counts!.Where(c => c.Key is "succeeded" or "failed" or "withdrawn").Sum(c => c.Value));
        Assert.Equal(["wave-1", "wave-0"], back.State!.Plan.Waves.Select(w => w.Name));
        Assert.Equal(["recipe[undo]"], back.State.Plan.Command.RunList);
        Assert.Equal(Id, back.State.Plan.RollsBack);

        // Who drove it is fenced.
        for (var controller = world.Controller!; controller.State!.Stopped is null;)
        {
            controller.Turn(new RolloutInput.Reconnected());
            while (controller.HasEffects) await controller.StepAsync();
        }

        Assert.NotNull(world.Controller!.State!.Stopped);
    }

    [Fact]
    public async Task Asked_for_again_a_rollback_is_found_and_driven()
    {
        var world = World(onHalt: false);
        await world.BeginAsync();
        Assert.True(await world.RunUntilAsync(w => w.State!.Phase == RolloutPhase.Halted && w.EmptyRows == 0));
        var first = new SimulatedController(world.Server.Process("first"), world.Time, null);
        Assert.IsType<StartAnswer.Driving>(await first.RollBackAsync(Id));
        var second = new SimulatedController(world.Server.Process("second"), world.Time, null);
        Assert.IsType<StartAnswer.OwnedByOther>(await second.RollBackAsync(Id));
        world.Server.ExpireAll(first.Process);
        Assert.Equal(BackId, Assert.IsType<StartAnswer.Driving>(await second.RollBackAsync(Id)).Rollout);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_rollback_is_there_whole_or_not_at_all(bool isAfter)
    {
        var world = World(onHalt: true);
        await world.BeginAsync();
        Assert.True(await world.RunUntilAsync(w => w.Controller!.AsksForRollback));
        var dies = new SimulatedController(world.Server.Process("dies"), world.Time, new CrashPoint(WriteKind.Rollback, 1, isAfter));
        await Assert.ThrowsAsync<ControllerDiedException>(() => dies.RollBackAsync(Id));
        world.Server.ExpireAll(dies.Process);
        Assert.Equal(isAfter ? RolloutPhase.RolledBack : RolloutPhase.Halted, world.State!.Phase);
        Assert.Equal(isAfter, world.Server.Stat(ZnodeLayout.Rollout(BackId)) is not null);
        var next = new SimulatedController(world.Server.Process("next"), world.Time, null);
        Assert.IsType<StartAnswer.Driving>(await next.RollBackAsync(Id));
        Assert.Equal((RolloutPhase.Running, 2), (next.State!.State.Phase, next.State.Targets.Count));
    }

    [Fact]
    public async Task A_rollback_that_is_refused_is_written_with_its_halt_and_asked_for_again_by_the_next_halt_alone()
    {
        var world = World(onHalt: true, last: HostHabit.Fails);
        await world.BeginAsync();
        Assert.True(await world.RunUntilAsync(w => w.Controller!.AsksForRollback));
        world.Controller!.Turn(new RolloutInput.RollbackRefused("it meets another one"));
        Assert.True(await world.RunUntilAsync(w => w.State!.Halt?.RollbackRefused is not null));
        Assert.Equal("it meets another one", world.State!.Halt!.RollbackRefused);

        // Whoever comes after finds the answer.
        world.KillController();
        var later = world.Time.GetUtcNow().AddHours(1);
        Assert.True(await world.RunUntilAsync(w => w.Time.GetUtcNow() > later));
        Assert.Equal((RolloutPhase.Halted, 2), (world.State.Phase, world.State.Epoch));
        Assert.False(world.Controller!.AsksForRollback);
        world.Say(c => c with { AcceptFailures = 1 });
        Assert.True(await world.RunUntilAsync(w => w.Controller!.AsksForRollback));
        Assert.Equal((2, null), (world.State.Halts, world.State.Halt!.RollbackRefused));
    }

    [Theory]
    [InlineData(CommandKind.Converge)]
    [InlineData(CommandKind.Restart)]
    public void What_takes_it_back_is_a_run_whatever_it_was(CommandKind kind)
    {
        var command = new RolloutCommand { Kind = kind, Restart = kind == CommandKind.Restart ? new HostRestart { ExpectVersion = "2.0.0" } : null };
        var plan = Given.Plan(Id, 1, 1) with { Command = command, Rollback = new RollbackPlan(["recipe[undo]"], OnHalt: false) };
        var node = new NodeSnapshot(Given.Node(1), 0, NodeStanding.EndedAs(ResultState.Failed), null);
        var tally = ResultTally.Of(1).Move(NodeStanding.Pending, node.Standing);
        var old = new RolloutSnapshot(plan, RolloutStates.Running(plan, "c", 1, DateTimeOffset.UnixEpoch) with { Phase = RolloutPhase.Failed }, tally, [node], null, DateTimeOffset.UnixEpoch);
        var back = FollowUpPlan.Rollback(old, new PlanContext("", "c", "bob@ops1", DateTimeOffset.UnixEpoch)).Rollout!.Plan.Command;
        Assert.Equal((CommandKind.Converge, RunMode.Override, (HostRestart?)null), (back.Kind, back.Mode, back.Restart));
        Assert.Equal(["recipe[undo]"], back.RunList);
    }

    [Fact]
    public async Task Without_a_rollback_in_the_plan_it_is_refused_with_the_reason()
    {
        var world = World(onHalt: false).With(p => p with { Rollback = null });
        await world.BeginAsync();
        Assert.True(await world.RunUntilAsync(w => w.State!.Phase == RolloutPhase.Halted && w.EmptyRows == 0));
        var answer = await new SimulatedController(world.Server.Process("back"), world.Time, null).RollBackAsync(Id);
        Assert.Contains("no rollback", Assert.IsType<StartAnswer.Refused>(answer).Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_retry_takes_what_was_no_success_those_that_failed_first_with_budgets_of_the_new_sizes()
    {
        var world = new RolloutWorld(1, [HostHabit.Works, HostHabit.Fails, HostHabit.Offline, HostHabit.Fails, HostHabit.Works, HostHabit.Works], parallel: 2, waves: 2).With(
            p => p with { Halt = new HaltRules { Failures = new Budget("34%", 2) }, Waves = [.. p.Waves.Select(w => w with { Failures = new Budget("1", 3), SoakS = 5 })] });
        await world.BeginAsync();
        Assert.True(await world.RunUntilAsync(w => w.State!.Phase == RolloutPhase.Halted && w.EmptyRows == 0));
        Assert.True(await world.RunAsync());
        var old = await world.HoldEndAsync();
        var (retry, refusal) = FollowUpPlan.Retry(old, new PlanContext("R2", "cluster-1", "bob@ops1", world.Time.GetUtcNow()));
        Assert.Null(refusal);
        Assert.Equal(old.Nodes.Where(n => n.Standing.Ended?.Class() != ResultClass.Success).Select(n => n.Node).Order(), retry!.Waves.SelectMany(w => w).Order());
        Assert.Equal([Given.Node(2), Given.Node(3)], retry.Waves[0]);
        Assert.Equal(Given.Node(4), retry.Waves[1][0]);
        Assert.Equal((Id, "R2", "bob@ops1", "retry of a push"), (retry.Plan.RetryOf, retry.Plan.Id, retry.Plan.IssuedBy, retry.Plan.Name));
        var left = retry.Waves.Sum(w => w.Count);
        Assert.Equal(new Budget("34%", ((left * 34) + 99) / 100), retry.Plan.Halt!.Failures);
        Assert.Equal(retry.Waves.Select(w => w.Count), retry.Plan.Waves.Select(w => w.Targets));
    }

    [Theory]
    [InlineData(RolloutPhase.Succeeded, 0, 0, "nothing to retry")]
    [InlineData(RolloutPhase.Halted, 1, 1, "outstanding")]
    [InlineData(RolloutPhase.Running, 1, 0, "needs no retry")]
    public void A_retry_of_what_is_not_over_or_was_good_is_refused(RolloutPhase phase, int pending, int outstanding, string why)
    {
        var plan = Given.Plan(Id, 1, 3);
        NodeStanding Standing(int i) => i < outstanding ? NodeStanding.Outstanding : i < outstanding + pending ? NodeStanding.Pending : NodeStanding.EndedAs(ResultState.Succeeded);
        var nodes = Given.Nodes(3).Select((n, i) => new NodeSnapshot(n, 0, Standing(i), null)).ToList();
        var tally = nodes.Aggregate(ResultTally.Of(3), (t, n) => t.Move(NodeStanding.Pending, n.Standing));
        var snapshot = new RolloutSnapshot(plan, RolloutStates.Running(plan, "c", 1, DateTimeOffset.UnixEpoch) with { Phase = phase }, tally, [.. nodes], null, DateTimeOffset.UnixEpoch);
        Assert.Contains(why, FollowUpPlan.Retry(snapshot, new PlanContext("R2", "c", "bob@ops1", DateTimeOffset.UnixEpoch)).Refusal, StringComparison.Ordinal);
    }

    /// <summary>The first wave works, the second fails and halts, the third is not begun before that is accepted.</summary>
    private static RolloutWorld World(bool onHalt, HostHabit last = HostHabit.Works) => new RolloutWorld(1, [HostHabit.Works, HostHabit.Fails, last], parallel: 5, waves: 3).With(
        p => p with { Halt = new HaltRules { Failures = new Budget("1", 1) }, Rollback = new RollbackPlan(["recipe[undo]"], onHalt) });
}
