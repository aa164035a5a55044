using ChefActors.Core.Znodes;
using ChefActors.Integration.Tests.Fleet;
using ChefActors.Testing;

namespace ChefActors.Integration.Tests;

/// <summary>
/// A console kills itself exactly before or after a write; another one drives the rollout on: no second start, no second result, counts that add up, the
/// exit code of the truth. Node hosts are processes; the outside is the stand-in's own record of starts.
/// </summary>
[Trait("suite", "chaos")]
public sealed class ControllerPointTests(ControllerFleet fleet) : IClassFixture<ControllerFleet>
{
    private readonly ConsoleUnderTest _console = new(fleet.Connect);
    private readonly IReadOnlyList<int> _before = [.. fleet.Web.Select(node => node.Starts.Starts)];

    [Theory]
    [InlineData("Start.after")]
    [InlineData("Dispatch.before")]
    [InlineData("Dispatch.after")]
    [InlineData("Dispatch.2.before")]
    [InlineData("Dispatch.2.after")]
    [InlineData("End.before")]
    [InlineData("End.after")]
    public async Task A_push_in_batches_goes_on_where_it_was(string point)
    {
        var rollout = await Killed(point, "push", "recipe[cookbook_c]", "--to", "web-*", "--parallel", "1");
        await GoesOn(rollout, exitCode: 0, ("targets", 3), ("succeeded", 3));
        await RanOnce(rollout);
    }

    [Fact]
    public async Task Before_its_start_is_written_nothing_is_there_and_the_push_can_be_made_again()
    {
        var known = await fleet.Rollouts();
        await using (var push = _console.LaunchToDie("Start.before", ["push", "recipe[cookbook_c]", "--to", "web-*"]))
        {
            Assert.Equal(137, await push.WaitForExit());
        }

        Assert.Equal(known, await fleet.Rollouts());
        Assert.Equal(_before, fleet.Web.Select(node => node.Starts.Starts));
        Assert.Equal(0, (await _console.Run("push", "recipe[cookbook_c]", "--to", "web-*")).ExitCode);
    }

    [Theory]
    [InlineData("Start.after")]
    [InlineData("Chunk.before")]
    [InlineData("Chunk.after")]
    [InlineData("State.before")]
    public async Task Until_its_first_wave_is_written_nothing_was_dispatched_and_it_ends_as_aborted(string point)
    {
        var rollout = await Killed(point, "push", "recipe[cookbook_c]", "--to", "web-* or gone-*", "--yes=53");
        Assert.Equal("aborted", await GoesOn(rollout, exitCode: 1, ("succeeded", 0)));
        Assert.Equal(_before, fleet.Web.Select(node => node.Starts.Starts));
        Assert.Empty((await fleet.Client.GetChildrenAsync(ZnodeLayout.Rows(rollout))).Names);
    }

    [Theory]
    [InlineData("State.after")]
    [InlineData("Terminal.before")]
    [InlineData("Terminal.after")]
    public async Task From_its_first_wave_on_every_target_gets_its_end(string point)
    {
        var rollout = await Killed(point, "push", "recipe[cookbook_c]", "--to", "web-* or gone-*", "--yes=53");
        await GoesOn(rollout, exitCode: 6, ("targets", 53), ("succeeded", 3), ("offline", 50));
        await RanOnce(rollout);
    }

    [Theory]
    [InlineData("EndUnclaimed.before")]
    [InlineData("EndUnclaimed.after")]
    public async Task A_command_that_nobody_claimed_is_taken_back_once(string point)
    {
        var rollout = await Killed(point, "push", "recipe[cookbook_c]", "--to", "idle-1.example.com", "--accept-within", "1s");
        await GoesOn(rollout, exitCode: 1, ("targets", 1), ("expired", 1));
        Assert.Empty((await fleet.Client.GetChildrenAsync(ZnodeLayout.Inbox(Core.Nodes.NodeName.Parse("idle-1.example.com")))).Names);
    }

    [Theory]
    [InlineData("AskToStop.before")]
    [InlineData("AskToStop.after")]
    public async Task A_run_that_is_to_stop_is_stopped_once(string point)
    {
        var starts = fleet.Slow.Starts.Starts;
        var rollout = await Killed(
            point,
            async rollout =>
            {
                await Eventually.BecomesTrue(() => fleet.Slow.Starts.Starts > starts, "the run");
                await fleet.Abort(rollout);
            },
            "push", "recipe[cookbook_c]", "--to", "slow-1.example.com");
        await GoesOn(rollout, exitCode: 1, ("targets", 1), ("cancelled", 1));
        Assert.Equal(starts + 1, fleet.Slow.Starts.Starts);
        await fleet.Slow.IsEmpty(fleet.Client);
    }

    [Theory]
    [InlineData("GiveUp.before")]
    [InlineData("GiveUp.after")]
    public async Task A_command_whose_host_vanished_is_given_up_once(string point)
    {
        var name = $"ghost-{point[7..]}.example.com";
        await using var ghost = await fleet.ConnectAsync();
        var node = await fleet.Present(ghost, name, "journal-ghost");
        var rollout = await Killed(
            point,
            async rollout =>
            {
                await fleet.Claim(ghost, node, rollout, "journal-ghost");
                await ghost.DisposeAsync();
            },
            "push", "recipe[cookbook_c]", "--to", name, "--grace", "1s");
        await GoesOn(rollout, exitCode: 1, ("targets", 1), ("unreachable", 1));

        // It may still run, so its entry is the host's to end.
        Assert.NotNull(await fleet.Client.ExistsAsync(ZnodeLayout.Entry(node, rollout)));
        Assert.Equal(1, (await fleet.Client.ExistsAsync(ZnodeLayout.Row(rollout, node)))!.Value.Version);
    }

    [Theory]
    [InlineData("TakeOver.before")]
    [InlineData("TakeOver.after")]
    public async Task A_console_that_dies_while_it_takes_over_is_followed_by_a_third(string point)
    {
        var rollout = await Killed("Start.after", "push", "recipe[cookbook_c]", "--to", "web-*", "--parallel", "1");
        await fleet.ExpireOwner(rollout);
        await using (var second = _console.LaunchToDie(point, ["rollout", "watch", rollout, "--drive"]))
        {
            Assert.Equal(137, await second.WaitForExit());
        }

        await GoesOn(rollout, exitCode: 0, ("targets", 3), ("succeeded", 3));
        await RanOnce(rollout);
    }

    private Task<string> Killed(string point, params string[] arguments) => Killed(point, _ => Task.CompletedTask, arguments);

    /// <summary>Runs a console until it has killed itself there; the rollout that it left.</summary>
    private async Task<string> Killed(string point, Func<string, Task> meanwhile, params string[] arguments)
    {
        var known = await fleet.Rollouts();
        await using var push = _console.LaunchToDie(point, arguments);
        string? rollout = null;
        await Eventually.BecomesTrue(
            async () => (rollout = (await fleet.Rollouts()).Except(known).SingleOrDefault()) is not null || (push.HasExited && (await fleet.Rollouts()).Count == known.Count),
            "the rollout");
        Assert.True(rollout is not null, push.Tail());
        await meanwhile(rollout);
        Assert.True(await push.WaitForExit() == 137, push.Tail());
        return rollout;
    }

    /// <summary>Another console drives it to its end; what it says of that.</summary>
    private async Task<string?> GoesOn(string rollout, int exitCode, params (string State, int Count)[] counts)
    {
        await fleet.ExpireOwner(rollout);
        var (code, json) = await _console.Json("rollout", "watch", rollout, "--drive");
        Assert.True(code == exitCode, $"exit code {code} in place of {exitCode}:\n{json}");
        var shown = json.GetProperty("counts").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetInt32(), StringComparer.Ordinal);
        foreach (var (state, count) in counts) Assert.Equal((state, count), (state, shown.GetValueOrDefault(state)));
        Assert.Equal(shown["targets"], shown.Where(s => s.Key is not ("targets" or "pending" or "outstanding")).Sum(s => s.Value));
        return json.GetProperty("state").GetString();
    }

    private async Task RanOnce(string rollout)
    {
        Assert.Equal(_before.Select(count => count + 1), fleet.Web.Select(node => node.Starts.Starts));
        foreach (var node in fleet.Web)
        {
            await node.IsEmpty(fleet.Client);
            Assert.Equal(1, (await fleet.Client.ExistsAsync(ZnodeLayout.Row(rollout, node.Name)))!.Value.Version);
        }
    }
}
