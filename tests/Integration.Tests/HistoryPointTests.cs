using ChefActors.Core.Znodes;
using ChefActors.Integration.Tests.Fleet;
using ChefActors.Testing;

namespace ChefActors.Integration.Tests;

/// <summary>
/// A daemon kills itself exactly before or after a write of the history; the next one goes on. Whoever asks is told the same throughout, until the rollout is gone.
/// </summary>
[Trait("suite", "chaos")]
public sealed class HistoryPointTests(ControllerFleet fleet) : IClassFixture<ControllerFleet>
{
    private readonly ConsoleUnderTest _console = new(fleet.Connect);

    [Theory]
    [InlineData("Fold.before")]
    [InlineData("Fold.after")]
    [InlineData("FoldMark.before")]
    [InlineData("FoldMark.after")]
    [InlineData("RemoveRows.before")]
    [InlineData("RemoveRows.after")]
    [InlineData("Compacted.before")]
    [InlineData("Compacted.after")]
    public async Task A_daemon_killed_while_it_compacts_is_followed_by_one_that_goes_on(string point)
    {
        var rollout = await Pushed();
        var before = await Told(rollout);
        await Dies(point, "chefactors.history.compact_after=0s");
        await fleet.ExpireOwner(rollout);
        Assert.Equal(before, await Told(rollout));
        await Compacted(rollout);
        Assert.Equal(before, await Told(rollout));
    }

    [Theory]
    [InlineData("RemovalMark.before")]
    [InlineData("RemovalMark.after")]
    [InlineData("RemoveHistory.before")]
    [InlineData("RemoveHistory.after")]
    public async Task A_daemon_killed_while_it_removes_history_is_followed_by_one_that_goes_on(string point)
    {
        var rollout = await Pushed();
        await Compacted(rollout);
        await Dies(point, "chefactors.history.keep=0");
        var (exitCode, _, _) = await _console.Run("rollout", "show", rollout);
        Assert.Equal(point == "RemovalMark.before" ? 0 : 2, exitCode);
        await using var next = Serve("chefactors.history.keep=0");
        await Eventually.BecomesTrue(async () => await fleet.Client.ExistsAsync(ZnodeLayout.Rollout(rollout)) is null, "the removal");
    }

    private async Task<string> Pushed()
    {
        var known = await fleet.Rollouts();
        Assert.Equal(0, (await _console.Run("push", "recipe[cookbook_c]", "--to", "web-*")).ExitCode);
        return Assert.Single((await fleet.Rollouts()).Except(known));
    }

    /// <summary>What is told of every node, and the counts.</summary>
    private async Task<string> Told(string rollout)
    {
        var (exitCode, json) = await _console.Json("rollout", "show", rollout);
        Assert.Equal(0, exitCode);
        return json.GetProperty("counts").GetRawText() + json.GetProperty("nodes").GetRawText();
    }

    private async Task Compacted(string rollout)
    {
        await using var daemon = Serve("chefactors.history.compact_after=0s");
        await Eventually.BecomesTrue(
            async () => await fleet.Client.ExistsAsync(ZnodeLayout.Owner(rollout)) is null && (await fleet.Client.GetChildrenAsync(ZnodeLayout.Rows(rollout))).Names.Count == 0
                && PayloadCodec.Read((await fleet.Client.GetDataAsync(ZnodeLayout.State(rollout))).Data!, PayloadJson.Default.RolloutState).Value!.Compacted,
            "the compaction");
    }

    private async Task Dies(string point, string setting)
    {
        await using var daemon = _console.LaunchToDie(point, ["serve", "--listen", "http://127.0.0.1:0", "--set", setting]);
        Assert.True(await daemon.WaitForExit() == 137, daemon.Tail());
    }

    private TestProcess Serve(string setting) => _console.Launch("serve", "--listen", "http://127.0.0.1:0", "--set", setting);
}
