using ChefActors.Controller.Rollouts;
using ChefActors.Core.Events;
using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;
using ChefActors.Core.Znodes;
using ChefActors.Testing.Simulated;
using ChefActors.ZooKeeper;

namespace ChefActors.Controller.Tests.Rollouts;

/// <summary>Waves, budgets, gates and operators' words (CONTRACT, sections 6 and 8), by the shipped machine and procedures over the simulated ZooKeeper.</summary>
public sealed class StagedRolloutTests
{
    private const string Id = RolloutWorld.Id;

    [Fact]
    public async Task A_wave_soaks_from_its_last_result_and_a_successor_computes_the_same_end()
    {
        var world = World(HostHabit.Works, HostHabit.Works).With(p => p with { Waves = [p.Waves[0] with { SoakS = 600 }, p.Waves[1]] });
        await world.BeginAsync();
        Assert.True(await world.RunUntilAsync(w => w.Row(Given.Node(1)) is not null));
        var ended = world.Server.Stat(ZnodeLayout.Row(Id, Given.Node(1)))!.Value.ModifiedAt;

        // The owner dies before it has written that the wave soaks.
        world.KillController();
        world.Time.Advance(TimeSpan.FromSeconds(90));
        Assert.True(await world.RunUntilAsync(w => w.State!.Phase == RolloutPhase.Waiting));
        Assert.Equal((PhaseReason.Soak, ended.AddSeconds(600), WaveState.Waiting), (world.State!.Reason!.Code, world.State.SoakUntil, world.State.Waves[0].State));
        Assert.True(await world.RunUntilAsync(w => w.EmptyRows + w.Rows.Count(r => r is not null) > 1));
        Assert.True(world.Time.GetUtcNow() > ended.AddSeconds(600));
        Assert.True(await world.RunAsync());
        Assert.Equal(RolloutPhase.Succeeded, (await world.HoldEndAsync()).State.Phase);
    }

    [Fact]
    public async Task A_wave_that_wants_approval_waits_for_the_word_and_goes_on_with_it()
    {
        var world = World(HostHabit.Works, HostHabit.Works).With(p => p with { Waves = [p.Waves[0] with { Approve = true }, p.Waves[1]] });
        await world.BeginAsync();
        Assert.True(await world.RunUntilAsync(w => w.State!.Reason?.Code == PhaseReason.Approval));
        Assert.Equal((RolloutPhase.Waiting, 1), (world.State!.Phase, world.Rows.Count()));
        world.Say(c => c with { Approved = ["wave-0"] });
        Assert.True(await world.RunAsync());
        Assert.Equal(RolloutPhase.Succeeded, (await world.HoldEndAsync()).State.Phase);
    }

    [Fact]
    public async Task An_approval_that_does_not_come_halts_and_the_late_word_goes_on()
    {
        var world = World(HostHabit.Works, HostHabit.Works).With(p => p with { Waves = [p.Waves[0] with { Approve = true, ApproveWithinS = 100 }, p.Waves[1]] });
        await world.BeginAsync();
        Assert.True(await world.RunUntilAsync(w => w.State!.Phase == RolloutPhase.Halted));
        Assert.Equal((HaltRule.ApprovalLate, "wave-0", WaveState.Halted), (world.State!.Halt!.Rule, world.State.Halt.Wave, world.State.Waves[0].State));
        world.Say(c => c with { Approved = ["wave-0"] });
        Assert.True(await world.RunAsync());
        Assert.Equal(RolloutPhase.Succeeded, (await world.HoldEndAsync()).State.Phase);
    }

    [Fact]
    public async Task A_budget_that_is_reached_halts_and_nothing_more_starts_until_it_is_accepted()
    {
        var world = World(HostHabit.Fails, HostHabit.Works, HostHabit.Works).With(p => p with { Waves = [p.Waves[0] with { Failures = new Budget("10%", 1) }, .. p.Waves.Skip(1)] });
        await world.BeginAsync();
        Assert.True(await world.RunUntilAsync(w => w.State!.Phase == RolloutPhase.Halted));
        var halt = world.State!.Halt!;
        Assert.Equal((HaltRule.Failures, "wave-0", 1, 1), (halt.Rule, halt.Wave, halt.Value, halt.Limit));
        Assert.Equal([Given.Node(1).Value], halt.Nodes);
        Assert.Equal(halt.At.AddHours(24), halt.Until);
        var before = world.Time.GetUtcNow();
        Assert.True(await world.RunUntilAsync(w => w.Time.GetUtcNow() - before > TimeSpan.FromMinutes(30)));
        Assert.Equal((RolloutPhase.Halted, 1), (world.State.Phase, world.Rows.Count()));

        world.Say(c => c with { AcceptFailures = world.State.Halts });
        Assert.True(await world.RunAsync());
        var end = await world.HoldEndAsync();
        Assert.Equal((RolloutPhase.Failed, 2), (end.State.Phase, end.Tally.Ended[ResultState.Succeeded]));
        Assert.Equal((1, 1), (end.State.Accepted!.Failures, end.State.Halts));
    }

    [Fact]
    public async Task A_halt_that_nobody_answers_ends_as_aborted_after_a_day()
    {
        var world = World(HostHabit.Fails, HostHabit.Works).With(p => p with { Halt = new HaltRules { Failures = new Budget("1", 1) } });
        await world.BeginAsync();
        Assert.True(await world.RunAsync());
        var end = await world.HoldEndAsync();
        Assert.Equal((RolloutPhase.Aborted, PhaseReason.HaltOver), (end.State.Phase, end.State.Reason!.Code));
        Assert.Equal(1, end.Tally.Ended[ResultState.Withdrawn]);
        Assert.True(end.State.FinishedAt >= end.State.Halt!.Until);
    }

    [Fact]
    public async Task Only_failures_beyond_the_accepted_ones_count_again()
    {
        var world = new RolloutWorld(1, [.. Enumerable.Repeat(HostHabit.Fails, 6)], parallel: 1, waves: 1).With(p => p with { Halt = new HaltRules { Failures = new Budget("2", 2) } });
        await world.BeginAsync();
        for (var halts = 1; halts <= 2; halts++)
        {
            Assert.True(await world.RunUntilAsync(w => w.State!.Phase == RolloutPhase.Halted && w.State.Halts == halts));
            Assert.Equal(2 * halts, world.Rows.Count(r => r is not null));
            world.Say(c => c with { AcceptFailures = halts });
            Assert.True(await world.RunUntilAsync(w => w.State!.Phase != RolloutPhase.Halted));
        }

        // The last two failures stop nothing any more: nothing is left.
        Assert.True(await world.RunAsync());
        Assert.Equal(RolloutPhase.Failed, (await world.HoldEndAsync()).State.Phase);
    }

    [Fact]
    public async Task A_halt_withdraws_what_is_unclaimed_and_lets_finish_what_runs_or_stops_it()
    {
        foreach (var action in Enum.GetValues<HaltAction>())
        {
            var world = new RolloutWorld(3, [HostHabit.Fails, HostHabit.Idles, HostHabit.Works, HostHabit.Works], parallel: 3).With(
                p => p with { Halt = new HaltRules { Failures = new Budget("1", 1) }, OnHalt = action });
            await world.BeginAsync();
            await world.Host(3).ClaimAsync(Id);
            await world.Host(1).ClaimAsync(Id);
            await world.Host(1).FinishAsync(Id, ResultState.Failed);
            world.Freeze = true;
            Assert.True(await world.RunUntilAsync(w => w.State!.Phase == RolloutPhase.Halted && w.Row(Given.Node(2)) is not null && w.HasNothingToDo));
            Assert.Equal((ResultState.Withdrawn, ReasonCode.Halt), (world.Row(Given.Node(2))!.State, world.Row(Given.Node(2))!.Reason!.Code));
            Assert.Equal(action == HaltAction.Interrupt, (await world.Host(3).ReadAsync(Id)).Cancel is not null);
            await world.Host(3).FinishAsync(Id);
            world.Freeze = false;
            Assert.True(await world.RunAsync());
            Assert.Equal(RolloutPhase.Aborted, (await world.HoldEndAsync()).State.Phase);
        }
    }

    [Fact]
    public async Task Failures_in_a_row_are_counted_by_the_order_of_the_results()
    {
        var world = new RolloutWorld(1, [HostHabit.Fails, HostHabit.Works, HostHabit.Fails, HostHabit.Fails, HostHabit.Works], parallel: 1).With(
            p => p with { Halt = new HaltRules { Consecutive = 2 } });
        await world.BeginAsync();
        Assert.True(await world.RunUntilAsync(w => w.State!.Phase == RolloutPhase.Halted));
        Assert.Equal(HaltRule.Consecutive, world.State!.Halt!.Rule);
        Assert.Equal([Given.Node(4).Value, Given.Node(3).Value], world.State.Halt.Nodes);
        Assert.Null(world.Row(Given.Node(5)));
    }

    [Fact]
    public async Task Offline_nodes_have_a_budget_of_their_own()
    {
        var world = new RolloutWorld(1, [HostHabit.Offline, HostHabit.Works, HostHabit.Offline, HostHabit.Works], parallel: 1, waves: 4).With(
            p => p with { Halt = new HaltRules { Offline = new Budget("50%", 2), Failures = new Budget("1", 1) } });
        await world.BeginAsync();
        Assert.True(await world.RunUntilAsync(w => w.State!.Phase == RolloutPhase.Halted));
        Assert.Equal((HaltRule.Offline, 2), (world.State!.Halt!.Rule, world.State.Halt.Value));
        Assert.Null(world.Row(Given.Node(4)));
    }

    [Fact]
    public async Task Where_all_nodes_are_required_one_that_is_offline_halts_and_is_skipped_once_that_is_accepted()
    {
        var world = World(HostHabit.Works, HostHabit.Offline, HostHabit.Works).With(p => p with { Offline = OfflinePolicy.Require });
        await world.BeginAsync();
        Assert.True(await world.RunUntilAsync(w => w.State!.Phase == RolloutPhase.Halted));
        Assert.Equal(HaltRule.OfflineRequired, world.State!.Halt!.Rule);
        Assert.Null(world.Row(Given.Node(2)));
        world.Say(c => c with { AcceptFailures = 1 });
        Assert.True(await world.RunAsync());
        Assert.Equal(ResultState.Offline, (await world.HoldEndAsync()).Nodes[1].Standing.Ended);
    }

    [Fact]
    public async Task A_gate_on_events_holds_without_data_and_an_event_on_a_touched_node_halts()
    {
        var world = World(HostHabit.Works, HostHabit.Works, HostHabit.Works).With(p => p with { Halt = new HaltRules { Events = new EventRule(EventSeverity.High, EventScope.Touched) } });
        await world.BeginAsync();
        Assert.True(await world.RunUntilAsync(w => w.State!.Reason?.Code == PhaseReason.Gate));
        world.Server.Ensure(ZnodeLayout.Events);
        Post(world, 1, "old", Given.Node(3).Value, EventSeverity.High);
        Assert.True(await world.RunUntilAsync(w => w.State!.Wave == 1));
        Post(world, 2, "mild", Given.Node(1).Value, EventSeverity.Average);
        Post(world, 3, "bad", Given.Node(1).Value, EventSeverity.Disaster);
        Assert.True(await world.RunUntilAsync(w => w.State!.Phase == RolloutPhase.Halted));
        Assert.Equal((HaltRule.Event, Given.Node(1).Value), (world.State!.Halt!.Rule, Assert.Single(world.State.Halt.Nodes)));
        Assert.Contains("bad", world.State.Halt.Text, StringComparison.Ordinal);
        world.Say(c => c with { AcceptFailures = 1 });
        Assert.True(await world.RunAsync());
        Assert.Equal(RolloutPhase.Succeeded, (await world.HoldEndAsync()).State.Phase);
    }

    [Fact]
    public async Task An_event_of_somebody_who_knows_no_bounds_halts_with_a_bounded_text()
    {
        var world = World(HostHabit.Works, HostHabit.Works).With(p => p with { Halt = new HaltRules { Events = new EventRule(EventSeverity.High, EventScope.Targets) } });
        await world.BeginAsync();
        Assert.True(await world.RunUntilAsync(w => w.State!.Reason?.Code == PhaseReason.Gate));
        world.Server.Ensure(ZnodeLayout.Events);
        Post(world, 1, new string('i', 100_000), Given.Node(1).Value, EventSeverity.High, text: "a\n" + new string('t', 100_000));
        Assert.True(await world.RunUntilAsync(w => w.State!.Phase == RolloutPhase.Halted));
        Assert.InRange(world.State!.Halt!.Text.Length, 400, 600);
        Assert.DoesNotContain('\n', world.State.Halt.Text);
    }

    [Fact]
    public async Task An_event_that_has_recovered_halts_nothing()
    {
        var world = World(HostHabit.Works, HostHabit.Works).With(p => p with { Halt = new HaltRules { Events = new EventRule(EventSeverity.High, EventScope.Targets) } });
        world.Server.Ensure(ZnodeLayout.Events);
        await world.BeginAsync();
        Post(world, 1, "p1", Given.Node(1).Value, EventSeverity.High);
        Post(world, 2, "p1", Given.Node(1).Value, EventSeverity.High, recovered: true);
        Assert.True(await world.RunAsync());
        Assert.Equal(RolloutPhase.Succeeded, (await world.HoldEndAsync()).State.Phase);
    }

    [Theory]
    [InlineData(31, true)]
    [InlineData(30, false)]
    public async Task A_node_that_updates_far_more_than_the_canary_did_halts(int updated, bool halts)
    {
        var world = World(HostHabit.Works, HostHabit.Works, HostHabit.Works).With(p => p with { Halt = new HaltRules { UpdatedTimes = 3 } });
        await world.BeginAsync();
        world.Host(1).Updated = 10;
        world.Host(2).Updated = updated;
        world.Host(3).Updated = 1;
        Assert.Equal(halts, await world.RunUntilAsync(w => w.State!.Phase == RolloutPhase.Halted));
        if (halts) Assert.Equal((HaltRule.ResourcesUpdated, updated, 30), (world.State!.Halt!.Rule, world.State.Halt.Value, world.State.Halt.Limit));
        else Assert.Equal(RolloutPhase.Succeeded, (await world.HoldEndAsync()).State.Phase);
    }

    [Fact]
    public async Task A_canary_that_counts_nothing_holds_the_gate_until_its_end()
    {
        var world = World(HostHabit.Works, HostHabit.Works).With(p => p with { Halt = new HaltRules { UpdatedTimes = 3 } });
        await world.BeginAsync();
        Assert.True(await world.RunUntilAsync(w => w.State!.Reason?.Code == PhaseReason.Gate));
        Assert.True(await world.RunUntilAsync(w => w.State!.Phase == RolloutPhase.Halted));
        Assert.Equal(HaltRule.GateLate, world.State!.Halt!.Rule);
        world.Say(c => c with { AcceptFailures = 1 });
        Assert.True(await world.RunAsync());
        Assert.Equal(RolloutPhase.Succeeded, (await world.HoldEndAsync()).State.Phase);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_node_that_reboots_counts_once_it_is_back(bool comesBack)
    {
        var world = World(HostHabit.Idles, HostHabit.Works).With(p => p with { RebootVerifyS = 900, Waves = [p.Waves[0] with { Failures = new Budget("1", 1) }, p.Waves[1]] });
        await world.BeginAsync();
        Assert.True(await world.RunUntilAsync(w => w.EmptyRows == 1));
        await world.Host(1).ClaimAsync(Id);
        await world.Host(1).FinishAsync(Id, ResultState.RebootPending);
        await world.Host(1).LeaveAsync();
        Assert.True(await world.RunUntilAsync(w => w.State!.Reason?.Code == PhaseReason.Reboot));
        if (comesBack)
        {
            world.Host(1).BootId = "boot-2";
            await world.Host(1).RegisterAsync();
            Assert.True(await world.RunAsync());
            Assert.Equal(RolloutPhase.Succeeded, (await world.HoldEndAsync()).State.Phase);
            return;
        }

        Assert.True(await world.RunUntilAsync(w => w.State!.Phase == RolloutPhase.Halted));
        Assert.Equal((HaltRule.Failures, Given.Node(1).Value), (world.State!.Halt!.Rule, Assert.Single(world.State.Halt.Nodes)));
    }

    [Fact]
    public async Task A_shared_budget_spreads_the_dispatches_and_each_takes_its_run_with_it()
    {
        var world = new RolloutWorld(1, [.. Enumerable.Repeat(HostHabit.Works, 8)], parallel: 8).With(p => p with { Pace = new PacePlan(6, "chef-1") });
        await world.BeginAsync();
        var start = world.Time.GetUtcNow();
        Assert.True(await world.RunAsync());
        await world.HoldEndAsync();
        Assert.True(world.Time.GetUtcNow() - start > TimeSpan.FromSeconds(70), $"8 runs at 6 a minute took {world.Time.GetUtcNow() - start}");
        var dispatches = world.Server.History.Where(w => w.TookEffect && w.Operations.Any(o => o is ZnodeOperation.Create && o.Path.Contains("/inbox/" + Id, StringComparison.Ordinal))).ToList();
        Assert.All(dispatches, w => Assert.Contains(w.Operations, o => o.Path == ZnodeLayout.Pace("chef-1")));
    }

    [Fact]
    public async Task An_operators_word_ends_a_hold()
    {
        var world = new RolloutWorld(1, [.. Enumerable.Repeat(HostHabit.LeavesBeforeClaim, 30)], parallel: 30);
        await world.BeginAsync();
        Assert.True(await world.RunUntilAsync(w => w.State!.Reason?.Code == PhaseReason.MassLoss));
        var start = world.Time.GetUtcNow();
        world.Say(c => c with { ResumedAt = start.AddSeconds(1) });
        Assert.True(await world.RunUntilAsync(w => w.Rows.Any(r => r is not null)));
        Assert.True(world.Time.GetUtcNow() - start < TimeSpan.FromSeconds(400));
    }

    private static RolloutWorld World(params HostHabit[] habits) => new(1, habits, parallel: 5, waves: habits.Length);

    private static void Post(RolloutWorld world, int number, string id, string node, EventSeverity severity, bool recovered = false, string text = "something")
    {
        var data = PayloadCodec.Write(new MonitoringEvent { Id = id, Node = node, Severity = severity, Text = text, Recovered = recovered }, PayloadJson.Default.MonitoringEvent);
        Assert.True(world.Server.Apply("monitor", new ZnodeOperation.Create(ZnodeLayout.Event($"e{number:d10}"), data)).Succeeded);
    }
}
