using ChefActors.Core.Results;
using ChefActors.Simulation.Checkers;
using ChefActors.Simulation.Model;

namespace ChefActors.Simulation.Points;

/// <summary>
/// The node host dies before and after every write of its path, with or without what it started, or with its machine; each with the result
/// that DELIVERY promises for that point.
/// </summary>
public sealed class NamedPointTests
{
    private static readonly string[] _points =
        ["claim", "spawn", "journal start", "release", "journal stopping", "journal outcome", "result", "refusal", "journal sent", "journal dropped"];

    public static TheoryData<string, bool, bool, Victim> Points()
    {
        var data = new TheoryData<string, bool, bool, Victim>();
        foreach (var point in _points)
        {
            foreach (var victim in Enum.GetValues<Victim>())
            {
                foreach (var before in point == "spawn" ? [true] : new[] { true, false })
                {
                    data.Add(point, before, false, victim);
                    data.Add(point, before, true, victim);
                }
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Points))]
    public void A_kill_at_a_named_point_ends_in_the_promised_result(string point, bool before, bool slot, Victim victim)
    {
        var isArmed = true;
        World world = null!;
        world = new World(new HostOptions { Dies = Dies, WishesLast = point == "journal dropped", Script = (_, _) => point == "journal stopping" ? new VirtualScript(TimeSpan.FromHours(3)) : VirtualScript.Plain });
        world.StartHost();
        world.RunUntilQuiet();
        var command = Begin(world, point, slot);
        world.RunUntil(() => !isArmed);
        Assert.False(isArmed, "the point was never reached");
        Kill(world, victim);
        world.StartHost();
        world.RunUntil(() => world.IsSettled);

        Assert.Empty(Checks.AtTheEnd(world));
        var (state, starts) = Promised(point, before, slot, victim);
        var result = slot ? (world.ResultsOf(command) is [.., var last] ? last : null) : world.Row(command);
        Assert.Equal(state, result?.State);
        Assert.Equal(starts, world.Chef.Starts.Count(start => start.Command == command));

        bool Dies(string at, bool isBefore)
        {
            if (point == "journal dropped" && slot && at == "claim" && isBefore && world.Pushes.Count == 1 && isArmed) world.Push("""{"run_list":["recipe[app::newer]"]}""");
            if (!isArmed || at != point || isBefore != before) return false;
            isArmed = false;
            return true;
        }
    }

    private static string Begin(World world, string point, bool slot)
    {
        if (point == "refusal") return slot ? world.Push("no json") : world.Controller.Dispatch(command => command with { RunList = ["recipe[evil]"] });
        if (point == "journal stopping")
        {
            if (slot) return world.Push();
            var id = world.Controller.Dispatch();
            world.RunUntil(() => world.Chef.Starts.Count > 0);
            world.Controller.Abort(id, interrupts: true);
            return id;
        }

        // Its turn comes by the server's clock when it is too late already.
        if (point == "journal dropped" && !slot) return world.Controller.Dispatch(command => command with { AcceptBy = world.Now.AddSeconds(-1) });
        return slot ? world.Push() : world.Controller.Dispatch();
    }

    private static void Kill(World world, Victim victim)
    {
        switch (victim)
        {
            case Victim.NodeHost: world.KillHost(); break;
            case Victim.WrapperToo: world.KillAll(); break;
            case Victim.Machine: world.Reboot(); break;
        }
    }

    private static (ResultState? State, int Starts) Promised(string point, bool before, bool slot, Victim victim)
    {
        var runsOn = victim == Victim.NodeHost;
        return point switch
        {
            "claim" or "spawn" => (ResultState.Succeeded, 1),

            // A wrapper that saw its end of file says that it never started; one that was killed says nothing, and the claim may have led to a start.
            "journal start" => before || runsOn ? (ResultState.Succeeded, 1) : (ResultState.Interrupted, 0),
            "release" when before => runsOn ? (ResultState.Succeeded, 1) : (ResultState.Interrupted, 0),
            "release" => (runsOn ? ResultState.Succeeded : ResultState.Interrupted, 1),
            "journal stopping" when before && !runsOn => (ResultState.Interrupted, 1),
            "journal stopping" => (slot ? ResultState.TimedOut : ResultState.Cancelled, 1),
            "refusal" => (ResultState.Rejected, 0),
            "journal dropped" when slot => (null, 0),
            "journal dropped" => (ResultState.Expired, 0),
            _ => (ResultState.Succeeded, 1),
        };
    }
}
