using System.Text.Json;
using ChefActors.Controller.Rollouts;
using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;
using ChefActors.Core.Znodes;
using ChefActors.Testing.Simulated;
using ChefActors.ZooKeeper;

namespace ChefActors.Controller.Tests.Rollouts;

/// <summary>What an owner does in the situations that the contract names, by the shipped machine and procedures over the simulated ZooKeeper.</summary>
public sealed class RolloutBehaviourTests
{
    private const string Id = RolloutWorld.Id;

    [Fact]
    public async Task A_push_that_fits_is_started_and_dispatched_in_one_transaction()
    {
        var world = new RolloutWorld(1, [HostHabit.Works, HostHabit.Offline, HostHabit.Works], parallel: 5);
        await world.BeginAsync();
        var write = Assert.Single(world.Server.History, w => w.Who == "controller-1");
        Assert.True(write.TookEffect);
        Assert.Equal(2, world.EmptyRows);
        Assert.Equal(ResultState.Offline, world.Row(Given.Node(2))!.State);
        Assert.True(await world.RunAsync());
        await world.HoldEndAsync();
    }

    [Fact]
    public async Task Commands_that_are_large_go_in_transactions_that_stay_below_the_limit()
    {
        var world = new RolloutWorld(1, [HostHabit.Works, HostHabit.Works, HostHabit.Works], parallel: 5);
        var attributes = JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["text"] = new string('x', 200 * 1024) });
        world.Rollout = world.Rollout with { Plan = world.Rollout.Plan with { Command = world.Rollout.Plan.Command with { Attributes = attributes } } };
        await world.BeginAsync();
        Assert.True(await world.RunAsync());
        Assert.Equal(RolloutPhase.Succeeded, (await world.HoldEndAsync()).State.Phase);
        Assert.All(world.Server.History, w => Assert.InRange(w.Operations.OfType<ZnodeOperation.Create>().Sum(c => c.Data?.Length ?? 0), 0, PayloadLimits.PayloadBytes));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task An_entry_that_is_there_without_a_row_is_not_ours_and_its_node_is_rejected(int waves)
    {
        var world = new RolloutWorld(1, [HostHabit.Works, HostHabit.Works], parallel: 5, waves);
        world.Server.Ensure(ZnodeLayout.Entry(Given.Node(1), Id));
        await world.BeginAsync();
        world.BeforeStep = () =>
        {
            // Nobody claims what no rollout wrote; it is cleared away so that the end is clean.
            if (world.Row(Given.Node(1)) is not null && world.Server.Stat(ZnodeLayout.Entry(Given.Node(1), Id)) is not null)
                world.Server.Apply("operator", new ZnodeOperation.Delete(ZnodeLayout.Entry(Given.Node(1), Id)));
            return Task.CompletedTask;
        };
        while (world.Row(Given.Node(1)) is null) await world.Controller!.StepAsync();
        Assert.Equal((ResultState.Rejected, ReasonCode.Replayed), (world.Row(Given.Node(1))!.State, world.Row(Given.Node(1))!.Reason!.Code));

        // At version 0 T5 would take the row for empty, and that entry would run.
        Assert.Equal(1, world.Server.Stat(ZnodeLayout.Row(Id, Given.Node(1)))!.Value.Version);
        Assert.True(await world.RunAsync());
        Assert.Equal(1, (await world.HoldEndAsync()).Tally.Ended[ResultState.Succeeded]);
    }

    [Fact]
    public async Task Nothing_is_dispatched_between_pause_and_resume()
    {
        var world = new RolloutWorld(1, [.. Enumerable.Repeat(HostHabit.Works, 12)], parallel: 2);
        await world.BeginAsync();
        var (steps, pausedAt, resumedAt) = (0, 0L, 0L);
        world.BeforeStep = () =>
        {
            steps++;
            if (steps == 15)
            {
                world.Say(c => c with { Paused = true });
                pausedAt = world.Server.Zxid;
            }

            if (steps == 60) Assert.Equal(RolloutPhase.Paused, world.State!.Phase);
            if (steps != 60) return Task.CompletedTask;
            world.Say(c => c with { Paused = false });
            resumedAt = world.Server.Zxid;
            return Task.CompletedTask;
        };
        Assert.True(await world.RunAsync());
        Assert.Equal(RolloutPhase.Succeeded, (await world.HoldEndAsync()).State.Phase);
        Assert.True(pausedAt > 0 && resumedAt > pausedAt);
        Assert.DoesNotContain(world.Server.History, w => w.TookEffect && w.Zxid > pausedAt && w.Zxid < resumedAt && w.Operations.Any(IsDispatch));
        Assert.Contains(world.Server.History, w => w.TookEffect && w.Zxid > resumedAt && w.Operations.Any(IsDispatch));
    }

    [Fact]
    public async Task A_mass_loss_holds_and_says_so_and_the_hold_has_an_end()
    {
        var world = new RolloutWorld(1, [.. Enumerable.Repeat(HostHabit.LeavesBeforeClaim, 30)], parallel: 30);
        await world.BeginAsync();
        var reasons = new HashSet<string?>();
        var start = world.Time.GetUtcNow();
        DateTimeOffset? firstEnd = null;
        world.BeforeStep = () =>
        {
            if (world.State!.Phase == RolloutPhase.Waiting) reasons.Add(world.State.Reason?.Code);
            if (world.EmptyRows < 30) firstEnd ??= world.Time.GetUtcNow();
            return Task.CompletedTask;
        };
        Assert.True(await world.RunAsync());
        var end = await world.HoldEndAsync();
        Assert.Equal([PhaseReason.MassLoss], reasons);
        Assert.True(firstEnd - start >= TimeSpan.FromSeconds(120 * MassLoss.GracesAtMost), $"the first was given up after {firstEnd - start}");
        Assert.Equal(30, end.Tally.Ended[ResultState.Unreachable]);
    }

    [Fact]
    public async Task A_node_that_comes_while_it_is_waited_for_runs_and_the_others_are_offline_at_the_deadline()
    {
        var world = new RolloutWorld(1, [HostHabit.Offline, HostHabit.Unknown, HostHabit.Works], parallel: 5);
        world.Rollout = world.Rollout with { Plan = world.Rollout.Plan with { OfflineWaitS = 300 } };
        await world.BeginAsync();
        var start = world.Time.GetUtcNow();
        var (isBack, sawWaiting) = (false, false);
        world.BeforeStep = async () =>
        {
            sawWaiting |= world.State!.Reason?.Code == PhaseReason.MissingNodes;
            if (!isBack && world.Time.GetUtcNow() - start > TimeSpan.FromSeconds(100))
            {
                isBack = true;
                await world.Host(1).RegisterAsync();
            }

            if ((await world.Host(1).InboxAsync()).Count > 0 && await world.Host(1).ClaimAsync(Id)) await world.Host(1).FinishAsync(Id);
        };
        Assert.True(await world.RunAsync());
        var end = await world.HoldEndAsync();
        Assert.True(sawWaiting);
        Assert.Equal(2, end.Tally.Ended[ResultState.Succeeded]);
        Assert.Equal(ReasonCode.NeverRegistered, end.Nodes[1].Result!.Reason!.Code);
        Assert.True(end.State.FinishedAt - start > TimeSpan.FromSeconds(300));
    }

    [Fact]
    public async Task An_abort_withdraws_what_is_unclaimed_and_lets_what_runs_finish()
    {
        var world = new RolloutWorld(1, [HostHabit.Hangs, HostHabit.Idles, HostHabit.Works, HostHabit.Works], parallel: 2);
        await world.BeginAsync();
        await world.Host(1).ClaimAsync(Id);
        world.Say(c => c with { Abort = new AbortWord(Interrupt: false, "alice@ops1", world.Time.GetUtcNow()) });
        world.BeforeStep = async () =>
        {
            if (world.State!.Phase != RolloutPhase.Halted || world.EmptyRows > 1 || (await world.Host(1).InboxAsync()).Count == 0) return;
            Assert.Null((await world.Host(1).ReadAsync(Id)).Cancel);
            await world.Host(1).FinishAsync(Id);
        };
        Assert.True(await world.RunAsync());
        var end = await world.HoldEndAsync();
        Assert.Equal(RolloutPhase.Aborted, end.State.Phase);
        Assert.Equal(1, end.Tally.Ended[ResultState.Succeeded]);
        Assert.Equal(3, end.Tally.Ended[ResultState.Withdrawn]);
    }

    [Fact]
    public async Task A_claim_of_a_host_whose_name_another_took_is_given_up_and_its_late_result_still_counts()
    {
        var world = new RolloutWorld(1, [HostHabit.Hangs, HostHabit.Idles], parallel: 5);
        await world.BeginAsync();
        await world.Host(1).ClaimAsync(Id);
        await world.Host(1).LeaveAsync();
        var other = new FakeNodeHost(world.Server.Process("other").Connect(), Given.Node(1).Value, "journal-2");
        await other.RegisterAsync();
        var start = world.Time.GetUtcNow();
        DateTimeOffset? givenUp = null;
        world.BeforeStep = async () =>
        {
            if (givenUp is not null || world.Row(Given.Node(1)) is not { } row) return;
            givenUp = world.Time.GetUtcNow();
            Assert.True(row.MayStillRun());
            await world.Host(1).FinishAsync(Id);
        };
        Assert.True(await world.RunAsync());
        var end = await world.HoldEndAsync();
        Assert.InRange(givenUp!.Value - start, TimeSpan.FromSeconds(120), TimeSpan.FromSeconds(400));
        Assert.Equal(ResultState.Unreachable, end.Nodes[0].Result!.Replaces);
        Assert.Equal((1, 1), (end.Tally.Ended[ResultState.Succeeded], end.Tally.Ended[ResultState.Expired]));
    }

    [Fact]
    public async Task An_owner_that_was_replaced_changes_nothing_more()
    {
        var world = new RolloutWorld(1, [.. Enumerable.Repeat(HostHabit.Works, 6)], parallel: 2);
        await world.BeginAsync();
        var first = world.Controller!;
        world.Server.Apply("operator", new ZnodeOperation.Delete(ZnodeLayout.Owner(Id)));
        var second = new SimulatedController(world.Server.Process("controller-2"), world.Time, null);
        Assert.IsType<StartAnswer.Driving>(await second.TakeOverAsync(Id));
        var before = world.Server.Zxid;
        for (var i = 0; i < 200 && first.State!.Stopped is null; i++)
        {
            if (first.HasEffects) await first.StepAsync();
            else await first.LookAsync();
            foreach (var host in Enumerable.Range(1, 2).Select(world.Host).Where(_ => i == 5))
            {
                if (await host.ClaimAsync(Id)) await host.FinishAsync(Id);
            }
        }

        Assert.Equal(StopReason.Fenced, first.State!.Stopped);
        Assert.DoesNotContain(world.Server.History, w => w.TookEffect && w.Zxid > before && w.Who == "controller-1");
    }

    [Fact]
    public async Task A_rollout_that_starts_between_the_overlap_check_and_the_start_is_seen()
    {
        var world = new RolloutWorld(1, [HostHabit.Idles, HostHabit.Idles], parallel: 5);
        await world.BeginAsync();
        var faster = new SimulatedController(world.Server.Process("faster"), world.Time, null);
        var slower = world.Server.Process("slower");
        var isFirst = true;
        slower.Faults = request =>
        {
            if (!request.IsWrite || !isFirst) return SimulatedFault.None;
            isFirst = false;
            // Everything here is done when the call returns.
            Assert.True(faster.StartAsync(Given.Push("R2", world.Nodes) with { AllowOverlap = true }).IsCompletedSuccessfully);
            return SimulatedFault.None;
        };
        world.Server.Apply("operator", new ZnodeOperation.Delete(ZnodeLayout.Entry(Given.Node(1), Id)), new ZnodeOperation.Delete(ZnodeLayout.Entry(Given.Node(2), Id)));
        var answer = await new SimulatedController(slower, world.Time, null).StartAsync(Given.Push("R3", world.Nodes));
        Assert.Equal("R2", Assert.IsType<StartAnswer.Overlap>(answer).OtherRollout);
        Assert.Null(world.Server.Stat(ZnodeLayout.Rollout("R3")));
    }

    [Theory]
    [InlineData(10, 10, false)]
    [InlineData(11, 11, true)]
    [InlineData(20, 100, false)]
    [InlineData(21, 100, true)]
    [InlineData(21, 101, false)]
    public void A_mass_loss_is_more_than_ten_nodes_and_more_than_a_fifth(int gone, int outstanding, bool expected) => Assert.Equal(expected, MassLoss.Is(gone, outstanding, 20, isHolding: false));

    [Theory]
    [InlineData(10, 100, false)]
    [InlineData(11, 100, true)]
    [InlineData(5, 10, false)]
    [InlineData(6, 10, true)]
    public void A_hold_is_left_under_half_of_the_threshold_that_began_it(int gone, int outstanding, bool expected) => Assert.Equal(expected, MassLoss.Is(gone, outstanding, 20, isHolding: true));

    private static bool IsDispatch(ZnodeOperation operation) => operation is ZnodeOperation.Create && operation.Path.EndsWith("/inbox/" + Id, StringComparison.Ordinal);
}
