using ChefActors.Core.Results;
using ChefActors.Integration.Tests.Fleet;
using ChefActors.Testing;
using ChefActors.ZooKeeper;

namespace ChefActors.Integration.Tests;

/// <summary>
/// The node host kills itself exactly at a named point, comes back, and the outside sees what DELIVERY promises: one start, one result,
/// nothing left. All points with a push through the slot and with a typed command; the outside is the stand-in's own record of starts.
/// </summary>
[Trait("suite", "chaos")]
public sealed class NodeHostCrashTests
{
    public static TheoryData<string> Points =>
    [
        "Claim.before", "Claim.after", "Spawn.before", "Spawn.after", "AppendStart.before", "AppendStart.after", "Release.before", "Release.after",
        "Await.before", "Await.after", "AppendOutcome.before", "AppendOutcome.after", "Report.before", "Report.after", "AppendSent.before", "AppendSent.after", "KeepLog.before", "KeepLog.after",
    ];

    [Theory]
    [MemberData(nameof(Points))]
    public async Task A_typed_command_starts_once_and_has_one_result_whatever_point_the_node_host_dies_at(string point)
    {
        await using var fleet = await EmbeddedFleet.StartAsync();
        await using var node = new NodeUnderTest(fleet.Server.ConnectString) { Seconds = "0.6" };
        node.Launch(point);
        await node.Serving();
        await node.Dispatch(fleet.Client, "R1");
        await node.Process.WaitForExit(TimeSpan.FromSeconds(30));
        await node.Start();
        var result = await node.Row(fleet.Client, "R1");
        Assert.Equal((ResultState.Succeeded, 0, 1), (result.State, result.ExitCode, result.Attempt));
        await node.IsEmpty(fleet.Client);
        Assert.Equal((1, 1), (node.Starts.Starts, node.Starts.Ends));
        Assert.Equal(1, (await fleet.Client.ExistsAsync(Core.Znodes.ZnodeLayout.Row("R1", node.Name)))!.Value.Version);
    }

    [Theory]
    [MemberData(nameof(Points))]
    public async Task A_push_starts_once_and_has_one_result_whatever_point_the_node_host_dies_at(string point)
    {
        await using var fleet = await EmbeddedFleet.StartAsync();
        await using var node = new NodeUnderTest(fleet.Server.ConnectString) { Seconds = "0.6" };
        node.Launch(point);
        await node.Serving();
        var id = await node.Push(fleet.Client, """{"run_list":["recipe[cookbook_c]"]}""");
        await node.Process.WaitForExit(TimeSpan.FromSeconds(30));
        await node.Start();
        Assert.Equal(ResultState.Succeeded, (await node.Latest(fleet.Client, id)).State);
        await node.IsEmpty(fleet.Client);
        Assert.Equal((1, 1), (node.Starts.Starts, node.Starts.Ends));
    }

    [Theory]
    [InlineData("Refuse.before")]
    [InlineData("Refuse.after")]
    public async Task A_refusal_is_made_good_after_a_crash(string point)
    {
        await using var fleet = await EmbeddedFleet.StartAsync();
        await using var node = new NodeUnderTest(fleet.Server.ConnectString);
        node.Launch(point);
        await node.Serving();
        await node.Dispatch(fleet.Client, "R1", command => command with { V = 7 });
        await node.Process.WaitForExit(TimeSpan.FromSeconds(30));
        await node.Start();
        Assert.Equal(ResultState.Rejected, (await node.Row(fleet.Client, "R1")).State);
        await node.IsEmpty(fleet.Client);
        Assert.Equal(0, node.Starts.Starts);
    }

    [Fact]
    public async Task With_the_wrapper_killed_too_the_outcome_is_interrupted_and_nothing_starts_again()
    {
        await using var fleet = await EmbeddedFleet.StartAsync();
        await using var node = new NodeUnderTest(fleet.Server.ConnectString) { Seconds = "30" };
        await node.Start();
        await node.Dispatch(fleet.Client, "R1");
        await Eventually.BecomesTrue(() => node.Starts.Starts == 1, "the run");
        await node.Kill();
        node.KillRun();
        await node.Start();
        var result = await node.Row(fleet.Client, "R1");
        Assert.Equal((ResultState.Interrupted, ReasonCode.ExitCodeUnknown), (result.State, result.Reason?.Code));
        await node.IsEmpty(fleet.Client);
        Assert.Equal(1, node.Starts.Starts);
    }

    [Fact]
    public async Task A_killed_wrapper_does_not_hide_a_chef_client_that_lives()
    {
        await using var fleet = await EmbeddedFleet.StartAsync();
        await using var node = new NodeUnderTest(fleet.Server.ConnectString) { Seconds = "6" };
        await node.Start();
        await node.Dispatch(fleet.Client, "R1");
        await Eventually.BecomesTrue(() => node.Starts.Starts == 1, "the run");
        var chef = Assert.Single(node.Starts.Pids);
        Signals.Send(NodeUnderTest.WrapperOf(chef), UnixSignal.Kill);
        Assert.Equal(ResultState.Interrupted, (await node.Row(fleet.Client, "R1")).State);
        Assert.Equal(1, node.Starts.Ends);
    }

    [Theory]
    [Trait("needs", "debian")]
    [InlineData("Claim.after")]
    [InlineData("Release.after")]
    [InlineData("AppendOutcome.after")]
    [InlineData("Report.before")]
    public async Task On_a_real_ensemble_a_crash_together_with_the_leaders_death_loses_and_doubles_nothing(string point)
    {
        await using var ensemble = await RealZooKeeper.StartAsync(3);
        await using var client = await EmbeddedFleet.ConnectAsync(ensemble.ConnectString);
        await using var node = new NodeUnderTest(ensemble.ConnectString) { Seconds = "1" };
        node.Launch(point);
        await node.Serving();
        await node.Dispatch(client, "R1");
        await node.Process.WaitForExit(TimeSpan.FromSeconds(40));
        await ensemble.Kill(await ensemble.Leader());
        await node.Start();
        CommandResult? result = null;
        await Eventually.BecomesTrue(
            async () =>
            {
                try
                {
                    result = await node.Row(client, "R1");
                    return true;
                }
                catch (ConnectionLossException)
                {
                    return false;
                }
            },
            "the result over the new leader",
            TimeSpan.FromSeconds(60));
        Assert.Equal(ResultState.Succeeded, result!.State);
        await node.IsEmpty(client);
        Assert.Equal((1, 1), (node.Starts.Starts, node.Starts.Ends));
    }
}
