using ChefActors.Core.Nodes;
using ChefActors.Core.Results;
using ChefActors.Core.Znodes;
using ChefActors.Integration.Tests.Fleet;
using ChefActors.Testing;

namespace ChefActors.Integration.Tests;

/// <summary>A real node host whose actors crash at every beginning of a run.</summary>
[Trait("suite", "chaos")]
public sealed class NodeHostCrashLoopTests
{
    [Fact]
    public async Task A_crash_loop_ends_with_1_and_tells_the_console_and_the_next_process_runs_the_command_once()
    {
        await using var fleet = await EmbeddedFleet.StartAsync();
        await using var node = new NodeUnderTest(fleet.Server.ConnectString);
        node.Launch("throw:AppendStart.before", "--set", "chefactors.restart.longest_pause=10ms", "--set", "chefactors.restart.give_up_after=4");
        await node.Serving();
        await node.Dispatch(fleet.Client, "R1");
        Assert.Equal(1, await node.Process.WaitForExit(TimeSpan.FromSeconds(30)));
        Assert.Contains(node.Process.Errors, line => line.Contains("crashed 4 times in a row, this node host ends", StringComparison.Ordinal));
        Assert.Null(await fleet.Client.ExistsAsync(ZnodeLayout.Alive(node.Name)));
        var activity = PayloadCodec.Read((await fleet.Client.GetDataAsync(ZnodeLayout.Activity(node.Name))).Data!, PayloadJson.Default.Activity).Value!;
        Assert.Equal((ActivityState.CrashLooping, ReasonCode.CrashLoop), (activity.State, activity.Reason?.Code));

        await using var console = TestProcess.Start(Repository.Executable("chefactors"), ["node", node.Name.Value, "--zookeeper", fleet.Server.ConnectString]);
        Assert.Equal(0, await console.WaitForExit(TimeSpan.FromSeconds(30)));
        Assert.Contains(console.Output, line => line.StartsWith("activity      crash loop since", StringComparison.Ordinal));

        await node.Start();
        Assert.Equal(ResultState.Succeeded, (await node.Row(fleet.Client, "R1")).State);
        await node.IsEmpty(fleet.Client);
        Assert.Equal((1, 1), (node.Starts.Starts, node.Starts.Ends));
    }
}
