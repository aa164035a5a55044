using ChefActors.Controller.Aggregation;
using ChefActors.Controller.Events;
using ChefActors.Controller.Rollouts;
using ChefActors.Controller.Words;
using ChefActors.Core.Events;
using ChefActors.Core.Nodes;
using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;
using ChefActors.Core.Znodes;
using ChefActors.Testing;
using ChefActors.ZooKeeper;

namespace ChefActors.Controller.Tests.Rollouts;

/// <summary>The whole controller over a real session to the embedded server.</summary>
public sealed class RolloutDriverTests : DrivenTests
{
    [Fact]
    public async Task A_push_to_a_few_nodes_ends_with_every_result()
    {
        var nodes = await World.FleetAsync(5, name => name.StartsWith("web-3.", StringComparison.Ordinal) ? ResultState.Failed : ResultState.Succeeded);
        await using var driver = World.Driver("controller-1");
        Assert.IsType<StartAnswer.Driving>(await driver.StartAsync(Given.Push("R1", nodes), CancellationToken.None));
        var last = await DrivenWorld.LastAsync(driver, "R1");
        Assert.Equal(RolloutPhase.Failed, last.State.Phase);
        Assert.Equal(4, last.Tally.Ended[ResultState.Succeeded]);
        Assert.Equal(1, last.Tally.Ended[ResultState.Failed]);
        Assert.Equal(5, last.Tally.Targets);
        var read = await World.ReadAsync("R1");
        Assert.Equal(new RolloutCounts(last.Tally), read!.State.Counts);
        Assert.Equal(last.Nodes.Select(n => (n.Node, n.Standing)), read.Nodes.Select(n => (n.Node, n.Standing)));
    }

    [Fact]
    public async Task A_rollout_over_more_nodes_than_one_transaction_holds_never_has_more_outstanding_than_its_limit()
    {
        var nodes = await World.FleetAsync(150, _ => ResultState.Succeeded);
        nodes.Add(NodeName.Parse("never.example.com"));
        await using var driver = World.Driver("controller-1");
        await driver.StartAsync(Given.Push("R1", nodes, parallel: 20), CancellationToken.None);
        var most = 0;
        RolloutSnapshot? last = null;
        await foreach (var snapshot in driver.WatchAsync("R1", DrivenWorld.Bound()))
        {
            most = Math.Max(most, snapshot.Tally.Outstanding);
            last = snapshot;
        }

        Assert.InRange(most, 0, 20);
        Assert.Equal(150, last!.Tally.Ended[ResultState.Succeeded]);
        Assert.Equal(ReasonCode.NeverRegistered, last.Nodes[^1].Result!.Reason!.Code);
    }

    [Fact]
    public async Task A_controller_that_leaves_gives_up_the_owner_at_once_and_another_goes_on()
    {
        var nodes = await World.FleetAsync(3, null);
        var first = World.Driver("controller-1");
        await first.StartAsync(Given.Push("R1", nodes), CancellationToken.None);
        await using var second = World.Driver("controller-2");
        Assert.IsType<StartAnswer.OwnedByOther>(await second.TakeOverAsync("R1", CancellationToken.None));
        await Eventually.Within(first.DisposeAsync().AsTask(), "the first controller to leave", TimeSpan.FromSeconds(5));
        Assert.Null(await World.Client.ExistsAsync(ZnodeLayout.Owner("R1")));
        Assert.IsType<StartAnswer.Driving>(await second.TakeOverAsync("R1", CancellationToken.None));
        foreach (var node in nodes) World.Serve(node, _ => ResultState.Succeeded);
        var last = await DrivenWorld.LastAsync(second, "R1");
        Assert.Equal(RolloutPhase.Succeeded, last.State.Phase);
        Assert.Equal(2, last.State.Epoch);
        Assert.IsType<StartAnswer.Ended>(await second.TakeOverAsync("R1", CancellationToken.None));
        Assert.IsType<StartAnswer.Unknown>(await second.TakeOverAsync("R2", CancellationToken.None));
    }

    [Fact]
    public async Task An_expired_session_is_replaced_and_the_rollout_goes_on_in_the_next()
    {
        var nodes = await World.FleetAsync(3, null);
        await using var driver = World.Driver("controller-1");
        await driver.StartAsync(Given.Push("R1", nodes), CancellationToken.None);
        var owner = await World.Client.ExistsAsync(ZnodeLayout.Owner("R1"));
        Assert.True(await World.Server.ExpireSessionAsync(owner!.Value.EphemeralOwner));
        await Eventually.BecomesTrue(
            async () => await World.Client.ExistsAsync(ZnodeLayout.Owner("R1")) is { } now && now.EphemeralOwner != owner.Value.EphemeralOwner, "a new owner");
        foreach (var node in nodes) World.Serve(node, _ => ResultState.Succeeded);
        Assert.Equal(RolloutPhase.Succeeded, (await DrivenWorld.LastAsync(driver, "R1")).State.Phase);
    }

    [Fact]
    public async Task Lost_connections_change_nothing_but_the_time_it_takes()
    {
        var drops = 5;
        var nodes = await World.FleetAsync(60, _ =>
        {
            if (Interlocked.Decrement(ref drops) >= 0) World.Server.DropConnections();
            return ResultState.Succeeded;
        });
        await using var driver = World.Driver("controller-1");
        await driver.StartAsync(Given.Push("R1", nodes, parallel: 7), CancellationToken.None);
        var last = await DrivenWorld.LastAsync(driver, "R1");
        Assert.Equal(60, last.Tally.Ended[ResultState.Succeeded]);
        Assert.Equal(RolloutPhase.Succeeded, last.State.Phase);
    }

    [Fact]
    public async Task A_command_of_another_unfinished_rollout_on_the_same_node_is_refused_and_named()
    {
        var nodes = await World.FleetAsync(2, null);
        await using var driver = World.Driver("controller-1");
        await driver.StartAsync(Given.Push("R1", [nodes[0]]), CancellationToken.None);
        var overlap = Assert.IsType<StartAnswer.Overlap>(await driver.StartAsync(Given.Push("R2", nodes), CancellationToken.None));
        Assert.Equal("R1", overlap.OtherRollout);
        Assert.Equal([nodes[0]], overlap.Nodes);
        Assert.IsType<StartAnswer.Driving>(await driver.StartAsync(Given.Push("R3", [nodes[1]]), CancellationToken.None));
        Assert.IsType<StartAnswer.Driving>(await driver.StartAsync(Given.Push("R4", nodes) with { AllowOverlap = true }, CancellationToken.None));
    }

    [Fact]
    public async Task A_daemon_takes_over_what_nobody_drives_now_and_whatever_loses_its_owner_later()
    {
        var nodes = await World.FleetAsync(2, null);
        var first = World.Driver("controller-1");
        await first.StartAsync(Given.Push("R1", [nodes[0]]), CancellationToken.None);
        await first.DisposeAsync();
        await using var daemon = World.Driver("controller-2");
        daemon.TakeOverAll();
        await World.OwnerAsync("R1", "controller-2");

        var third = World.Driver("controller-3");
        await third.StartAsync(Given.Push("R2", [nodes[1]]), CancellationToken.None);
        await World.OwnerAsync("R2", "controller-3");
        await third.DisposeAsync();
        await World.OwnerAsync("R2", "controller-2");
        foreach (var node in nodes) World.Serve(node, _ => ResultState.Succeeded);
        foreach (var rollout in (string[])["R1", "R2"])
        {
            await Eventually.BecomesTrue(
                async () => (await World.ReadAsync(rollout))!.State.Phase == RolloutPhase.Succeeded, $"the end of {rollout}");
        }
    }

    [Fact]
    public async Task A_rollout_that_cannot_be_read_keeps_nobody_from_the_others()
    {
        var nodes = await World.FleetAsync(2, _ => ResultState.Succeeded);
        foreach (var (rollout, node) in new[] { ("R1", nodes[0]), ("R2", nodes[1]) })
        {
            await using var leaving = World.Driver("controller-1");
            await leaving.StartAsync(Given.Push(rollout, [node]), CancellationToken.None);
        }

        await World.Client.SetDataAsync(ZnodeLayout.State("R1"), "{\"v\":99"u8.ToArray());
        await using var daemon = World.Driver("controller-2");
        daemon.TakeOverAll();
        await World.PhaseAsync("R2", RolloutPhase.Succeeded);
        var listing = await new RolloutReader(TimeProvider.System).ListAsync(World.Client, CancellationToken.None);
        Assert.Equal("R2", Assert.Single(listing.Rollouts).Plan.Id);
        var damaged = Assert.Single(listing.Unreadable);
        Assert.Equal("R1", damaged.Id);
        Assert.StartsWith("/rollout/R1/state: ", damaged.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_daemons_one_drives_and_the_other_goes_on_when_its_session_is_over()
    {
        var nodes = await World.FleetAsync(1, null);
        var daemons = new[] { World.Driver("controller-1"), World.Driver("controller-2") };
        foreach (var daemon in daemons) daemon.TakeOverAll();
        var starter = World.Driver("controller-3");
        await starter.StartAsync(Given.Push("R1", nodes), CancellationToken.None);
        await starter.DisposeAsync();
        await Eventually.BecomesTrue(async () => await World.Client.ExistsAsync(ZnodeLayout.Owner("R1")) is not null, "an owner");
        for (var i = 0; i < 3; i++)
        {
            var owner = await World.Client.ExistsAsync(ZnodeLayout.Owner("R1"));
            Assert.True(await World.Server.ExpireSessionAsync(owner!.Value.EphemeralOwner));
            await Eventually.BecomesTrue(async () => await World.Client.ExistsAsync(ZnodeLayout.Owner("R1")) is { } now && now.EphemeralOwner != owner.Value.EphemeralOwner, "the next owner");
        }

        World.Serve(nodes[0], _ => ResultState.Succeeded);
        await Eventually.BecomesTrue(
            async () => (await World.ReadAsync("R1"))!.State.Phase == RolloutPhase.Succeeded, "the end");
        foreach (var daemon in daemons) await daemon.DisposeAsync();
    }

    [Fact]
    public async Task A_canary_that_fails_halts_is_taken_back_by_its_rule_and_the_words_reach_the_owner_at_once()
    {
        var nodes = await World.FleetAsync(3, _ => ResultState.Failed);
        var plan = Given.Plan("R1", 5, 1, 2) with { Halt = new HaltRules { Failures = new Budget("1", 1) }, Rollback = new RollbackPlan(["recipe[undo]"], OnHalt: true) };
        await using var driver = World.Driver("controller-1");
        await driver.StartAsync(new NewRollout(plan, [[nodes[0]], nodes[1..]], AllowOverlap: false), CancellationToken.None);
        await Eventually.BecomesTrue(
            async () => (await World.ReadAsync("R1"))!.State is { Phase: RolloutPhase.RolledBack, RolledBackBy: "R1-rollback" }, "the rollback");
        var back = await DrivenWorld.LastAsync(driver, "R1-rollback");
        Assert.Equal([nodes[0]], back.Nodes.Select(n => n.Node));
        Assert.Equal(["recipe[undo]"], back.Plan.Command.RunList);
    }

    [Fact]
    public async Task A_pause_said_by_another_session_stops_a_running_owner_and_resume_lets_it_go_on()
    {
        var nodes = await World.FleetAsync(2, null);
        var plan = Given.Plan("R1", 5, 1, 1);
        await using var driver = World.Driver("controller-1");
        await driver.StartAsync(new NewRollout(plan, [[nodes[0]], [nodes[1]]], AllowOverlap: false), CancellationToken.None);
        var words = new WordProcedure(World.Client);
        Assert.IsType<WordOutcome.Spoken>(await words.SayAsync("R1", new OperatorWord.Pause(), "bob@ops2", TimeProvider.System.GetUtcNow(), CancellationToken.None));
        World.Serve(nodes[0], _ => ResultState.Succeeded);
        await World.PhaseAsync("R1", RolloutPhase.Paused);
        Assert.Null(await World.Client.ExistsAsync(ZnodeLayout.Entry(nodes[1], "R1")));
        Assert.IsType<WordOutcome.Spoken>(await words.SayAsync("R1", new OperatorWord.Resume(false), "bob@ops2", TimeProvider.System.GetUtcNow(), CancellationToken.None));
        World.Serve(nodes[1], _ => ResultState.Succeeded);
        await World.PhaseAsync("R1", RolloutPhase.Succeeded);
        var end = await World.ReadAsync("R1");
        Assert.Equal(["pause", "resume"], end!.Control.Words.Select(w => w.Verb));
        Assert.Null(await words.SayAsync("R9", new OperatorWord.Pause(), "bob@ops2", TimeProvider.System.GetUtcNow(), CancellationToken.None));
    }

    [Fact]
    public async Task A_tail_of_events_begins_with_the_latest_and_goes_on_with_what_comes()
    {
        var events = new ZnodeEvents(World.Client, 100, TimeSpan.FromHours(1));
        var seen = new List<string>();
        await Post(0);
        await foreach (var posted in events.TailAsync(5, follow: true, DrivenWorld.Bound()))
        {
            seen.Add(posted.Event!.Id);
            if (seen.Count == 3) break;
            await Post(seen.Count);
        }

        Assert.Equal(["p0", "p1", "p2"], seen);

        Task<string> Post(int n) => events.PostAsync(new MonitoringEvent { Id = $"p{n}", Node = "web-1.example.com", Severity = EventSeverity.High, Text = "something" }, CancellationToken.None);
    }
}
