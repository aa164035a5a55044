using ChefActors.Core.Results;
using ChefActors.Core.Znodes;
using ChefActors.Simulation.Checkers;
using ChefActors.Simulation.Model;
using ChefActors.Testing.Simulated;
using ChefActors.ZooKeeper;

namespace ChefActors.Simulation.Planted;

/// <summary>
/// The controller gives a node up (T10) between what the node host read and what it then writes: the one moment that the row's version in a claim
/// and in a result is for. The shipped node host keeps its promises there; one without those versions is found.
/// </summary>
public sealed class GivenUpMeanwhileTests
{
    [Fact]
    public void A_second_attempt_whose_row_was_given_up_meanwhile_never_starts()
    {
        var world = GivesUpAt("claim", null);
        Assert.Empty(Checks.AtTheEnd(world));
        Assert.Single(world.Chef.Starts);
        Assert.Equal(ResultState.Unreachable, world.Row("R1")!.Replaces);
    }

    [Fact]
    public void A_claim_that_does_not_check_the_row_is_found() => Assert.Contains(
        Checks.AtTheEnd(GivesUpAt("claim", WithoutCheckOfTheRow)),
        violation => violation.Contains("attempt 2 was claimed on a row that was not empty", StringComparison.Ordinal));

    [Fact]
    public void A_result_whose_row_was_given_up_meanwhile_replaces_it_and_says_so()
    {
        var world = GivesUpAt("result", null);
        Assert.Empty(Checks.AtTheEnd(world));
        Assert.Equal((ResultState.Succeeded, ResultState.Unreachable), (world.Row("R1")!.State, world.Row("R1")!.Replaces!.Value));
    }

    [Fact]
    public void A_result_at_any_version_of_the_row_is_found() => Assert.Contains(
        Checks.AtTheEnd(GivesUpAt("result", AtAnyVersionOfTheRow)),
        violation => violation.Contains("was written as unreachable, succeeded", StringComparison.Ordinal));

    /// <summary>Two attempts, the first of them locked out; the row is given up while the second one's write of this kind is on its way.</summary>
    private static World GivesUpAt(string point, Func<IReadOnlyList<ZnodeOperation>, IReadOnlyList<ZnodeOperation>>? planted)
    {
        var world = new World(new HostOptions { Rewrites = planted, Script = (_, attempt) => attempt == 1 ? new VirtualScript(TimeSpan.FromSeconds(9), 1, LockTimedOut: true) : VirtualScript.Plain });
        var isArmed = true;
        world.Faults = request =>
        {
            if (isArmed && request.IsWrite && Point.Of(request.Operations) == point && world.Chef.Starts.Count > 0)
            {
                isArmed = false;
                world.Controller.GiveUp("R1");
            }

            return SimulatedFault.None;
        };
        world.StartHost();
        Assert.Equal("R1", world.Controller.Dispatch(command => command with { Attempts = 2 }));
        world.RunUntil(() => !isArmed && world.IsSettled);
        Assert.False(isArmed, "the point was never reached");
        return world;
    }

    private static IReadOnlyList<ZnodeOperation> WithoutCheckOfTheRow(IReadOnlyList<ZnodeOperation> operations) =>
        [.. operations.Where(operation => !(operation is ZnodeOperation.Check && IsRow(operation)))];

    private static IReadOnlyList<ZnodeOperation> AtAnyVersionOfTheRow(IReadOnlyList<ZnodeOperation> operations) =>
        [.. operations.Select(operation => operation is ZnodeOperation.SetData set && IsRow(set) ? set with { Version = -1 } : operation)];

    private static bool IsRow(ZnodeOperation operation) => operation.Path == ZnodeLayout.Row("R1", World.Node);
}
