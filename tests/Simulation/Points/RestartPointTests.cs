using ChefActors.Core.Commands;
using ChefActors.Core.Results;
using ChefActors.Simulation.Checkers;
using ChefActors.Simulation.Model;

namespace ChefActors.Simulation.Points;

/// <summary>A restart of the node host: plain, behind a run, and with a death before and after each of its writes.</summary>
public sealed class RestartPointTests
{
    public static TheoryData<string, bool, Victim> Points()
    {
        var data = new TheoryData<string, bool, Victim>();
        foreach (var point in new[] { "claim", "journal start", "end host", "journal outcome", "result", "journal sent" })
        {
            foreach (var victim in new[] { Victim.NodeHost, Victim.Machine })
            {
                data.Add(point, true, victim);
                data.Add(point, false, victim);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Points))]
    public void A_kill_at_a_named_point_ends_in_one_restart_that_counts(string point, bool before, Victim victim)
    {
        var isArmed = true;
        var world = new World(new HostOptions { Dies = Dies });
        world.StartHost();
        world.RunUntilQuiet();
        var id = world.Controller.Dispatch(Restart);
        world.RunUntil(() => !isArmed);
        Assert.False(isArmed, "the point was never reached");
        if (victim == Victim.Machine) world.Reboot();
        else world.KillHost();
        world.StartHost();
        world.RunUntil(() => world.IsSettled);
        Assert.Empty(Checks.AtTheEnd(world));
        Assert.Equal((ResultState.Succeeded, 0), (world.Row(id)!.State, world.Row(id)!.ExitCode));

        bool Dies(string at, bool isBefore)
        {
            if (!isArmed || at != point || isBefore != before) return false;
            isArmed = false;
            return true;
        }
    }

    [Fact]
    public void It_waits_for_the_run_before_it_and_what_came_after_it_runs_in_the_next_life()
    {
        var world = new World();
        world.StartHost();
        var first = world.Controller.Dispatch();
        world.RunUntil(() => world.Chef.Starts.Count > 0);
        var restart = world.Controller.Dispatch(Restart);
        var push = world.Push();
        world.RunUntil(() => world.IsSettled && world.ResultsOf(push).Count > 0);
        Assert.Empty(Checks.AtTheEnd(world));
        Assert.Equal([first, push], world.Chef.Starts.Select(start => start.Command));
        Assert.Equal([restart], world.Restarts.Select(done => done.Command));
        Assert.Equal(2, world.Lives.Count);
        Assert.True(world.Chef.Starts[1].At >= world.Lives[1]);
        Assert.Equal(ResultState.Succeeded, world.Row(restart)!.State);
    }

    [Fact]
    public void Without_a_supervisor_nothing_ends()
    {
        var world = new World(new HostOptions { NoSupervisor = () => "nobody" });
        world.StartHost();
        var id = world.Controller.Dispatch(Restart);
        world.RunUntil(() => world.IsSettled);
        Assert.Empty(Checks.AtTheEnd(world));
        Assert.Equal((ResultState.Rejected, ReasonCode.NoSupervisor), (world.Row(id)!.State, world.Row(id)!.Reason!.Code));
        Assert.Single(world.Lives);
    }

    private static Command Restart(Command command) => command with { Kind = CommandKind.Restart, RunList = [] };
}
