using ChefActors.Core.Results;
using ChefActors.Core.Znodes;
using ChefActors.Simulation.Model;

namespace ChefActors.Simulation.Recovery;

/// <summary>
/// ZooKeeper is put back to an older copy, taken at any moment of a history: commands, rows and pushes of the past are there again, and sessions
/// are not. Whatever ran is not run again, and nothing is left over.
/// </summary>
public sealed class RestoredBackupTests
{
    [Theory]
    [InlineData(0, false)]
    [InlineData(0, true)]
    [InlineData(7, false)]
    [InlineData(7, true)]
    [InlineData(29, false)]
    public void Nothing_runs_again_from_a_copy_taken_at_any_moment(int daysOld, bool isNewLife)
    {
        for (var step = 0; step < 120; step += 3)
        {
            var world = new World(new HostOptions { Script = (_, attempt) => attempt == 1 ? new VirtualScript(TimeSpan.FromSeconds(9), 1, LockTimedOut: true) : VirtualScript.Plain });
            world.StartHost();
            var restore = Play(world, step);
            Assert.Empty(world.Errors);
            var before = world.Chef.Starts.Select(Text).ToList();
            Assert.Equal(before.Count, before.Distinct(StringComparer.Ordinal).Count());
            world.Advance(TimeSpan.FromDays(daysOld));
            if (isNewLife) world.KillHost();
            else world.Zk.ExpireAll(world.Host!.Process);
            restore();
            if (isNewLife) world.StartHost();
            world.RunUntil(() => IsDone(world));
            Assert.True(IsDone(world), $"copy of step {step}: something is left over");
            Assert.Empty(world.Errors);
            var again = world.Chef.Starts.Select(Text).ToList();
            Assert.True(again.Count == again.Distinct(StringComparer.Ordinal).Count(), $"copy of step {step}: started again: {string.Join(", ", again)}");

            // What comes from now on is as good as ever.
            var id = world.Push();
            world.RunUntil(() => IsDone(world) && world.ResultsOf(id).Count > 0);
            Assert.Contains(world.ResultsOf(id), result => result.State != ResultState.Rejected);
        }
    }

    /// <summary>A command with two attempts, a push, another push; a copy is taken at a step of it.</summary>
    private static Action Play(World world, int step)
    {
        Action? restore = null;
        world.Controller.Dispatch(command => command with { Attempts = 2 });
        world.Push();
        var pushed = false;
        for (var i = 0; i < 2000; i++)
        {
            if (i == step) restore = world.Zk.Backup();
            if (world.Act()) continue;
            world.Controller.TendAll();
            if (IsDone(world) && i > step)
            {
                if (pushed) break;
                world.Push();
                pushed = true;
            }

            world.AdvanceToNext();
        }

        return restore!;
    }

    private static string Text(ChefStart start) => $"{start.Command} attempt {start.Attempt}";

    private static bool IsDone(World world) =>
        world.HasHost
        && world.Zk.Children(ZnodeLayout.Inbox(World.Node)).Count == 0
        && world.Zk.Stat(ZnodeLayout.Node(World.Node)) is { DataLength: 0 }
        && world.Host!.State is { Active: null, Spool.IsEmpty: true, Refusing.IsEmpty: true, IsRegistered: true };
}
