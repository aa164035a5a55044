using ChefActors.Core.Commands;
using ChefActors.Core.Results;
using ChefActors.Simulation.Checkers;
using ChefActors.Simulation.Model;

namespace ChefActors.Simulation.Points;

/// <summary>The node host dies at the writes of a second attempt: the first one is never started again.</summary>
public sealed class SecondAttemptTests
{
    public static TheoryData<string, bool, bool, Victim> Points()
    {
        var data = new TheoryData<string, bool, bool, Victim>();
        foreach (var victim in Enum.GetValues<Victim>())
        {
            foreach (var point in new[] { "claim", "journal start", "release", "journal outcome" })
            {
                foreach (var before in new[] { true, false })
                {
                    data.Add(point, before, true, victim);
                    data.Add(point, before, false, victim);
                }
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Points))]
    public void A_kill_in_the_second_attempt_ends_in_the_promised_result(string point, bool before, bool wishesLast, Victim victim)
    {
        World world = null!;
        var isArmed = true;
        world = new World(new HostOptions { Dies = Dies, WishesLast = wishesLast, Script = (_, attempt) => attempt == 1 ? new VirtualScript(TimeSpan.FromSeconds(9), 1, LockTimedOut: true) : VirtualScript.Plain });
        world.StartHost();
        var id = world.Controller.Dispatch(command => command with { Attempts = 2 });
        world.RunUntil(() => !isArmed);
        Assert.False(isArmed, "the point was never reached");
        if (victim == Victim.NodeHost) world.KillHost();
        else if (victim == Victim.WrapperToo) world.KillAll();
        else world.Reboot();
        world.StartHost();
        world.RunUntil(() => world.IsSettled);

        Assert.Empty(Checks.AtTheEnd(world));

        // A wrapper that was killed after its start was journaled says nothing; whether it had its go cannot be known.
        var isStartJournaled = point == "release" || (point == "journal start" && !before) || (point == "claim" && wishesLast);
        var isUnknown = victim != Victim.NodeHost && isStartJournaled;
        Assert.Equal(isUnknown ? ResultState.Interrupted : ResultState.Succeeded, world.Row(id)!.State);
        Assert.Equal(2, world.Row(id)!.Attempt);
        Assert.Single(world.Chef.Starts, start => start.Attempt == 1);

        bool Dies(string at, bool isBefore)
        {
            if (!isArmed || world.Chef.Starts.Count == 0 || at != point || isBefore != before) return false;
            if ((point is "journal outcome" || (point is "release" && !before)) && world.Chef.Starts.Count < 2) return false;
            isArmed = false;
            return true;
        }
    }
}
