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
        var (reasons, end) = await RunAsync(kind, HostHabit.Restarts);
        Assert.Equal(isHeld, reasons.Contains(PhaseReason.MassLoss));
        Assert.Equal(Nodes, end.Ended[ResultState.Succeeded]);
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
        var world = new RolloutWorld(1, [.. Enumerable.Repeat(habit, Nodes)], parallel: Nodes).With(plan => plan with { Command = plan.Command with { Kind = kind } });
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
}
