using ChefActors.Core.Results;
using ChefActors.Simulation.Model;

namespace ChefActors.Simulation.Points;

/// <summary>Without faults.</summary>
public sealed class PlainRunTests
{
    [Fact]
    public void A_typed_command_runs_once_and_nothing_is_left()
    {
        var world = new World();
        world.StartHost();
        var id = world.Controller.Dispatch();
        world.RunUntil(() => world.IsSettled);
        Assert.Empty(world.Errors);
        Assert.True(world.IsSettled);
        Assert.Equal(ResultState.Succeeded, world.Row(id)!.State);
        Assert.Single(world.Chef.Starts);
    }

    [Fact]
    public void A_push_runs_once_and_the_slot_is_emptied()
    {
        var world = new World();
        world.StartHost();
        var id = world.Push();
        world.RunUntil(() => world.IsSettled && world.ResultsOf(id).Count > 0);
        Assert.Empty(world.Errors);
        Assert.True(world.IsSettled);
        Assert.Equal(ResultState.Succeeded, world.Latest!.State);
        Assert.Single(world.Chef.Starts);
    }
}
