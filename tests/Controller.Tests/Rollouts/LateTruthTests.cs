using ChefActors.Controller.Rollouts;
using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;

namespace ChefActors.Controller.Tests.Rollouts;

/// <summary>A node that was given up may still run: what it tells in the end counts, whoever drives by then.</summary>
public sealed class LateTruthTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void An_owner_that_did_not_give_a_node_up_itself_watches_it_too_and_counts_what_it_tells()
    {
        var plan = Given.Plan("R1", 1, 1, 1);
        var loaded = new LoadedRollout(
            plan, RolloutStates.Running(plan, "controller-1", 1, Now) with { Wave = 1 }, 1, new ControlDocument(), 0,
            [new TargetNode(Given.Node(1), 0), new TargetNode(Given.Node(2), 1)],
            [
                new SeenNode<RowFact>(Given.Node(1), new RowFact.Ended(ControllerResults.MayStillRun(plan, Given.Node(1), Now, "it was gone"), 1, 7, Now)),
                new SeenNode<RowFact>(Given.Node(2), new RowFact.Empty(Now)),
            ]);
        var (state, effects) = RolloutMachine.Step(MachineState.Of(loaded, Now), new RolloutInput.Tick(), Now);
        Assert.Equal([Given.Node(1), Given.Node(2)], effects.OfType<RolloutEffect.Watch>().SelectMany(w => w.Nodes).Order());
        (state, effects) = RolloutMachine.Step(state, new RolloutInput.Tick(), Now);
        Assert.Empty(effects.OfType<RolloutEffect.Watch>());

        var truth = new CommandResult { Command = "R1", Node = Given.Node(1).Value, State = ResultState.Succeeded };
        (state, effects) = RolloutMachine.Step(state, new RolloutInput.RowsSeen([new SeenNode<RowFact>(Given.Node(1), new RowFact.Ended(truth, 2, 9, Now))]), Now);
        Assert.Equal((1, 0), (state.Tally.Ended[ResultState.Succeeded], state.Failures));
        Assert.Empty(effects.OfType<RolloutEffect.Watch>());
    }
}
