using ChefActors.Core.Results;
using ChefActors.Simulation.Checkers;
using ChefActors.Simulation.Model;
using ChefActors.Testing.Simulated;

namespace ChefActors.Simulation.Points;

/// <summary>A request or its answer is lost at every write, or the session ends there: the run is the same, once.</summary>
public sealed class LostReplyTests
{
    public static TheoryData<string, SimulatedFault, bool> Losses()
    {
        var data = new TheoryData<string, SimulatedFault, bool>();
        foreach (var point in new[] { "claim", "result", "refusal" })
        {
            foreach (var fault in new[] { SimulatedFault.LoseRequest, SimulatedFault.LoseReply, SimulatedFault.ExpireBefore, SimulatedFault.ExpireAfter })
            {
                data.Add(point, fault, false);
                data.Add(point, fault, true);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void A_loss_at_a_write_changes_nothing(string point, SimulatedFault fault, bool slot)
    {
        var world = new World();
        var isArmed = true;
        world.Faults = request =>
        {
            if (!isArmed || !request.IsWrite || Point.Of(request.Operations) != point) return SimulatedFault.None;
            isArmed = false;
            return fault;
        };
        world.StartHost();
        world.RunUntilQuiet();
        var refused = point == "refusal";
        var id = slot
            ? world.Push(refused ? "[]" : """{"run_list":["recipe[app]"]}""")
            : world.Controller.Dispatch(command => refused ? command with { RunList = ["recipe[app];reboot"] } : command);
        world.RunUntil(() => !isArmed && world.IsSettled);

        Assert.False(isArmed, "the point was never reached");
        Assert.Empty(Checks.AtTheEnd(world));
        Assert.Equal(refused ? ResultState.Rejected : ResultState.Succeeded, (slot ? world.ResultsOf(id)[^1] : world.Row(id))!.State);
        Assert.Equal(refused ? 0 : 1, world.Chef.Starts.Count);
    }
}
