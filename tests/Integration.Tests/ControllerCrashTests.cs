using ChefActors.Core.Znodes;
using ChefActors.Integration.Tests.Fleet;
using ChefActors.Testing;

namespace ChefActors.Integration.Tests;

/// <summary>
/// A console dies while it drives a push over a real ensemble, at a named write or in the midst of the first runs, its ZooKeeper leader with it; another takes
/// over: the counts add up.
/// </summary>
[Trait("suite", "chaos")]
public sealed class ControllerCrashTests(EnsembleFleet fleet) : IClassFixture<EnsembleFleet>
{
    [Theory]
    [Trait("needs", "debian")]
    [InlineData(null, false)]
    [InlineData(null, true)]
    [InlineData("Start.after", true)]
    [InlineData("Dispatch.after", true)]
    [InlineData("End.before", true)]
    public async Task A_killed_console_loses_and_doubles_nothing(string? point, bool leaderToo)
    {
        var before = fleet.Nodes.Select(node => (node.Starts.Starts, node.Starts.Ends)).ToList();
        var known = await Rollouts();
        var console = new ConsoleUnderTest(fleet.Ensemble.ConnectString);
        string[] arguments = ["push", "recipe[cookbook_c]", "--to", "*", "--parallel", "2", "--set", "chefactors.zookeeper.session_timeout=4s"];
        await using var push = point is null ? console.Launch(arguments) : console.LaunchToDie(point, arguments);
        if (point is null)
        {
            await Eventually.BecomesTrue(() => fleet.Nodes.Zip(before).Any(n => n.First.Starts.Starts > n.Second.Starts), $"the first runs; console:\n{push.Tail()}", TimeSpan.FromSeconds(40));
            await push.Kill();
        }

        Assert.True(await push.WaitForExit(TimeSpan.FromSeconds(40)) == 137, push.Tail());
        int? leader = leaderToo ? await fleet.KillLeader() : null;
        var rollout = Assert.Single((await Rollouts()).Except(known));

        // The dead console's owner znode stands until its session has ended; until then nobody else may drive.
        var exitCode = -1;
        await Eventually.BecomesTrue(
            async () => (exitCode = (await console.Run("rollout", "watch", rollout, "--drive")).ExitCode) is 0 or 1, "the takeover", TimeSpan.FromSeconds(90));
        Assert.Equal(0, exitCode);
        var (_, json) = await console.Json("rollout", "show", rollout);
        var counts = json.GetProperty("counts").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetInt32(), StringComparer.Ordinal);
        Assert.Equal((4, 4), (counts["targets"], counts["succeeded"]));
        Assert.Equal(before.Select(count => (count.Starts + 1, count.Ends + 1)), fleet.Nodes.Select(node => (node.Starts.Starts, node.Starts.Ends)));
        foreach (var node in fleet.Nodes) Assert.Empty((await fleet.Ask(client => client.GetChildrenAsync(ZnodeLayout.Inbox(node.Name)))).Names);
        if (leader is { } server) await fleet.Ensemble.Restart(server);
    }

    private async Task<IReadOnlyList<string>> Rollouts() =>
        await fleet.Ask(client => client.ExistsAsync(ZnodeLayout.Rollouts)) is null ? [] : (await fleet.Ask(client => client.GetChildrenAsync(ZnodeLayout.Rollouts))).Names;
}
