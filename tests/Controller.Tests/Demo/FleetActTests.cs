using ChefActors.Controller.Demo;
using ChefActors.Controller.Rollouts;
using ChefActors.Controller.Tests.Console;
using ChefActors.Core.Nodes;
using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;

namespace ChefActors.Controller.Tests.Demo;

public sealed class FleetActTests
{
    private static readonly IReadOnlyList<DemoNode> Nodes = DemoNode.Fleet(3);

    [Fact]
    public void One_failure_that_names_its_resource_is_as_told() =>
        Assert.Null(FleetAct.Difference(Ended(ResultState.Succeeded, ResultState.Succeeded, ResultState.Failed), Nodes));

    [Fact]
    public void A_success_of_the_failing_node_is_not_as_told() =>
        Assert.Contains("app-1.demo should have failed; its state is succeeded", FleetAct.Difference(Ended(ResultState.Succeeded, ResultState.Succeeded, ResultState.Succeeded), Nodes), StringComparison.Ordinal);

    [Fact]
    public void A_second_failure_is_not_as_told() =>
        Assert.Contains("web-2.demo should have succeeded; its state is unreachable", FleetAct.Difference(Ended(ResultState.Succeeded, ResultState.Unreachable, ResultState.Failed), Nodes), StringComparison.Ordinal);

    [Fact]
    public void A_failure_for_another_reason_is_not_as_told() =>
        Assert.Contains("its reason is 'exit code 7'", FleetAct.Difference(Ended("exit code 7", ResultState.Succeeded, ResultState.Succeeded, ResultState.Failed), Nodes), StringComparison.Ordinal);

    private static RolloutSnapshot Ended(params ResultState[] states) => Ended(DemoScenario.FailingResource + ": no", states);

    private static RolloutSnapshot Ended(string reason, params ResultState[] states) => Samples.Snapshot(RolloutPhase.Failed, [.. states.Select((state, i) => new NodeSnapshot(
        NodeName.Parse(Nodes[i].Name),
        0,
        NodeStanding.EndedAs(state),
        new CommandResult { Command = Samples.Id, Node = Nodes[i].Name, State = state, Reason = state == ResultState.Failed ? new Reason(ReasonCode.ResourceFailed, reason) : null }))]);
}
