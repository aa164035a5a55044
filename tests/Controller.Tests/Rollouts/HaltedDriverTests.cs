using ChefActors.Controller.Rollouts;
using ChefActors.Controller.Words;
using ChefActors.Core.Nodes;
using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;
using ChefActors.Core.Znodes;
using ChefActors.Testing;
using ChefActors.ZooKeeper;

namespace ChefActors.Controller.Tests.Rollouts;

/// <summary>A halted rollout goes on by a word or by its rule, also where nobody drove it: whoever watches is not sent away before that.</summary>
public sealed class HaltedDriverTests : DrivenTests
{
    [Fact]
    public async Task What_was_halted_and_left_goes_on_with_whoever_takes_it_over_after_the_word()
    {
        await HaltedAsync();
        await SayAsync(new OperatorWord.Resume(AcceptFailures: true));
        await using var second = World.Driver("controller-2");
        Assert.IsType<StartAnswer.Driving>(await second.TakeOverAsync("R1", CancellationToken.None));
        Assert.Equal(RolloutPhase.Failed, (await DrivenWorld.LastAsync(second, "R1")).State.Phase);
        Assert.Equal(1, (await World.ReadAsync("R1"))!.Tally.Ended[ResultState.Succeeded]);
    }

    [Fact]
    public async Task What_was_halted_and_left_is_aborted_by_whoever_takes_it_over_after_the_word()
    {
        await HaltedAsync();
        await SayAsync(new OperatorWord.Abort(Interrupt: false));
        await using var second = World.Driver("controller-2");
        Assert.IsType<StartAnswer.Driving>(await second.TakeOverAsync("R1", CancellationToken.None));
        Assert.Equal(RolloutPhase.Aborted, (await DrivenWorld.LastAsync(second, "R1")).State.Phase);
    }

    [Fact]
    public async Task A_halt_of_which_nothing_follows_ends_the_watching_but_not_the_driving()
    {
        await using var driver = World.Driver("controller-1");
        await StartAsync(driver, rollback: null);
        Assert.Equal(RolloutPhase.Halted, (await DrivenWorld.LastAsync(driver, "R1")).State.Phase);
        await SayAsync(new OperatorWord.Resume(AcceptFailures: true));
        await World.PhaseAsync("R1", RolloutPhase.Failed);
        Assert.Equal(RolloutPhase.Failed, (await DrivenWorld.LastAsync(driver, "R1")).State.Phase);
    }

    [Fact]
    public async Task Whoever_watches_a_halt_that_is_taken_back_by_rule_sees_it_taken_back()
    {
        await using var driver = World.Driver("controller-1");
        await StartAsync(driver, rollback: new RollbackPlan(["recipe[undo]"], OnHalt: true));
        var last = await DrivenWorld.LastAsync(driver, "R1");
        Assert.Equal((RolloutPhase.RolledBack, "R1-rollback"), (last.State.Phase, last.State.RolledBackBy));
        Assert.True((await DrivenWorld.LastAsync(driver, "R1-rollback")).State.Phase.IsEnded());
    }

    [Fact]
    public async Task A_rollback_that_meets_the_commands_of_another_rollout_is_refused_and_the_halt_stands_with_the_reason()
    {
        await using var driver = World.Driver("controller-1");
        var nodes = await StartAsync(driver, rollback: new RollbackPlan(["recipe[undo]"], OnHalt: true), serves: false);
        await driver.StartAsync(Given.Push("R0", [nodes[0]]) with { AllowOverlap = true }, CancellationToken.None);
        var host = new FakeNodeHost(World.Client, nodes[0].Value);
        await Eventually.BecomesTrue(async () => await World.Client.ExistsAsync(ZnodeLayout.Entry(nodes[0], "R1")) is not null, "the dispatch");
        Assert.True(await host.ClaimAsync("R1"));
        await host.FinishAsync("R1", ResultState.Failed);
        var last = await DrivenWorld.LastAsync(driver, "R1");
        Assert.Equal(RolloutPhase.Halted, last.State.Phase);
        Assert.Equal($"commands of rollout R0 are outstanding on 1 of its nodes, such as {nodes[0]}", last.State.Halt!.RollbackRefused);
        Assert.True((await World.ReadAsync("R1"))!.IsOver);
    }

    private async Task HaltedAsync()
    {
        await using var first = World.Driver("controller-1");
        await StartAsync(first, rollback: null);
        Assert.Equal(RolloutPhase.Halted, (await DrivenWorld.LastAsync(first, "R1")).State.Phase);
    }

    /// <summary>The canary fails R1, and is the budget; the other node works.</summary>
    private async Task<List<NodeName>> StartAsync(RolloutDriver driver, RollbackPlan? rollback, bool serves = true)
    {
        var nodes = await World.FleetAsync(2, run: null);
        var plan = Given.Plan("R1", 5, 1, 1) with { Halt = new HaltRules { Failures = new Budget("1", 1) }, Rollback = rollback };
        await driver.StartAsync(new NewRollout(plan, [[nodes[0]], [nodes[1]]], AllowOverlap: true), CancellationToken.None);
        if (!serves) return nodes;
        World.Serve(nodes[0], _ => ResultState.Failed);
        World.Serve(nodes[1], _ => ResultState.Succeeded);
        return nodes;
    }

    private async Task SayAsync(OperatorWord word) => Assert.IsType<WordOutcome.Spoken>(
        await new WordProcedure(World.Client).SayAsync("R1", word, "bob@ops2", TimeProvider.System.GetUtcNow(), CancellationToken.None));
}
