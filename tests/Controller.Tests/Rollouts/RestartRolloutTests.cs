using ChefActors.Controller.Ownership;
using ChefActors.Controller.Rollouts;
using ChefActors.Core.Commands;
using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;

namespace ChefActors.Controller.Tests.Rollouts;

/// <summary>A rollout of restarts: its nodes are gone for a moment because they were asked to.</summary>
public sealed class RestartRolloutTests
{
    private const int Nodes = 30;

    [Theory]
    [InlineData(CommandKind.Restart, false)]
    [InlineData(CommandKind.Converge, true)]
    public async Task Thirty_nodes_that_are_away_at_once_are_no_mass_loss_while_they_restart(CommandKind kind, bool isHeld)
    {
        var world = World(kind, HostHabit.Works);
        await world.BeginAsync();
        world.Freeze = true;
        for (var node = 1; node <= Nodes; node++)
        {
            await world.Host(node).ClaimAsync(RolloutWorld.Id);
            await world.Host(node).LeaveAsync();
        }

        // Longer than it takes to see that they are away, shorter than a restart may take.
        var start = world.Time.GetUtcNow();
        Assert.True(await world.RunUntilAsync(w => w.Time.GetUtcNow() - start > TimeSpan.FromSeconds(20)));
        Assert.Equal(isHeld, world.State!.Reason?.Code == PhaseReason.MassLoss);
        for (var node = 1; node <= Nodes; node++)
        {
            await world.Host(node).RegisterAsync();
            await world.Host(node).FinishAsync(RolloutWorld.Id);
        }

        Assert.True(await world.RunAsync());
        Assert.Equal(Nodes, (await world.HoldEndAsync()).Tally.Ended[ResultState.Succeeded]);
    }

    [Fact]
    public async Task Nodes_that_do_not_come_back_are_one_and_in_the_end_they_have_failed()
    {
        var (reasons, end) = await RunAsync(CommandKind.Restart, HostHabit.LeavesAfterClaim);
        Assert.Contains(PhaseReason.MassLoss, reasons);
        Assert.Equal(Nodes, end.Ended[ResultState.Unreachable]);
    }

    [Fact]
    public void It_overlaps_as_a_converge_does() => Assert.True(OverlapCheck.Concerns(new RolloutCommand { Kind = CommandKind.Restart }));

    private static async Task<(IReadOnlySet<string> Reasons, ResultTally Tally)> RunAsync(CommandKind kind, HostHabit habit)
    {
        var world = World(kind, habit);
        await world.BeginAsync();
        var reasons = new HashSet<string>(StringComparer.Ordinal);
        world.BeforeStep = () =>
        {
            if (world.State!.Phase == RolloutPhase.Waiting && world.State.Reason is { } reason) reasons.Add(reason.Code);
            return Task.CompletedTask;
        };
        Assert.True(await world.RunAsync());
        return (reasons, (await world.HoldEndAsync()).Tally);
    }

    private static RolloutWorld World(CommandKind kind, HostHabit habit) =>
        new RolloutWorld(1, [.. Enumerable.Repeat(habit, Nodes)], parallel: Nodes).With(plan => plan with { Command = plan.Command with { Kind = kind } });
}
