using ChefActors.Core.Commands;
using ChefActors.Core.Delivery;
using ChefActors.Core.Results;
using ChefActors.Core.Znodes;
using ChefActors.Integration.Tests.Fleet;
using ChefActors.Testing;

namespace ChefActors.Integration.Tests;

/// <summary>
/// The points beside the straight path of a run: stopping, taking back, dropping, recovering. One start at most, one result. Whether the record <c>dropped</c> is written hangs on
/// which of claim and record comes first, so that point is reached in virtual time only (tests/Simulation/Points).
/// </summary>
[Trait("suite", "chaos")]
public sealed class NodeHostSidePathCrashTests : IAsyncLifetime
{
    private EmbeddedFleet _fleet = null!;

    public async Task InitializeAsync() => _fleet = await EmbeddedFleet.StartAsync();

    public async Task DisposeAsync() => await _fleet.DisposeAsync();

    [Theory]
    [InlineData("AppendStopping.before")]
    [InlineData("AppendStopping.after")]
    [InlineData("Signal.before")]
    [InlineData("Signal.after")]
    [InlineData("Force.before")]
    [InlineData("Force.after")]
    [InlineData("Look.before")]
    [InlineData("Look.after")]
    public async Task A_run_that_is_to_stop_is_cancelled_whatever_point_the_node_host_dies_at(string point)
    {
        await using var node = new NodeUnderTest(_fleet.Server.ConnectString) { Seconds = "60" };
        node.Launch(point);
        await node.Serving();
        await node.Dispatch(_fleet.Client, "R1");
        await Eventually.BecomesTrue(() => node.Starts.Starts == 1, "the run");
        var isAskedFirst = !point.StartsWith("Look", StringComparison.Ordinal);
        if (isAskedFirst) await AskToStop(node);
        await node.Process.WaitForExit(TimeSpan.FromSeconds(30));
        await node.Start();
        if (!isAskedFirst) await AskToStop(node);
        Assert.Equal(ResultState.Cancelled, (await node.Row(_fleet.Client, "R1")).State);
        await Once(node, starts: 1);
    }

    [Theory]
    [InlineData("Dismiss.before")]
    [InlineData("Dismiss.after")]
    public async Task A_start_that_is_taken_back_never_runs(string point)
    {
        await using var node = new NodeUnderTest(_fleet.Server.ConnectString);
        node.Launch(point);
        await node.Serving();
        await node.Dispatch(_fleet.Client, "R1", command => command with { AcceptBy = TimeProvider.System.GetUtcNow().AddSeconds(-1) });
        await node.Process.WaitForExit(TimeSpan.FromSeconds(30));
        await node.Start();
        Assert.Equal(ResultState.Expired, (await node.Row(_fleet.Client, "R1")).State);
        await Once(node, starts: 0);
    }

    [Theory]
    [InlineData("Drop.before")]
    [InlineData("Drop.after")]
    public async Task An_entry_whose_row_has_its_end_goes_and_never_runs(string point)
    {
        await using var node = new NodeUnderTest(_fleet.Server.ConnectString);
        await node.Start();
        await node.Kill();
        await node.Dispatch(_fleet.Client, "R1");
        var end = new CommandResult { Command = "R1", Rollout = "R1", Node = node.Name.Value, State = ResultState.Withdrawn };
        await _fleet.Client.SetDataAsync(ZnodeLayout.Row("R1", node.Name), ResultTrim.ForRow(end));
        node.Launch(point);
        await node.Process.WaitForExit(TimeSpan.FromSeconds(30));
        await node.Start();
        await Once(node, starts: 0);
        Assert.Equal(ResultState.Withdrawn, (await node.Row(_fleet.Client, "R1")).State);
    }

    [Theory]
    [InlineData("Observe.before", false)]
    [InlineData("Observe.after", false)]
    [InlineData("Inspect.before", true)]
    [InlineData("Inspect.after", true)]
    public async Task A_host_that_dies_while_it_recovers_is_followed_by_one_that_does(string point, bool wrapperToo)
    {
        await using var node = new NodeUnderTest(_fleet.Server.ConnectString) { Seconds = wrapperToo ? "60" : "3" };
        await node.Start();
        await node.Dispatch(_fleet.Client, "R1");
        await Eventually.BecomesTrue(() => node.Starts.Starts == 1, "the run");
        await node.Kill();
        if (wrapperToo) node.KillRun();
        node.Launch(point);
        await node.Process.WaitForExit(TimeSpan.FromSeconds(30));
        await node.Start();
        var result = await node.Row(_fleet.Client, "R1");
        Assert.Equal(wrapperToo ? ResultState.Interrupted : ResultState.Succeeded, result.State);
        await Once(node, starts: 1);
    }

    private async Task AskToStop(NodeUnderTest node)
    {
        var entry = await _fleet.Client.GetDataAsync(ZnodeLayout.Entry(node.Name, "R1"));
        var command = PayloadCodec.Read(entry.Data!, PayloadJson.Default.Command).Value! with { Cancel = new Cancel("tests@example", TimeProvider.System.GetUtcNow()) };
        var asked = await _fleet.Client.MultiAsync(ClosingTransaction.AskToStop("R1", 0, node.Name, PayloadCodec.Write(command, PayloadJson.Default.Command), entry.Stat.Version));
        Assert.True(asked.Succeeded);
    }

    private async Task Once(NodeUnderTest node, int starts)
    {
        await node.IsEmpty(_fleet.Client);
        Assert.Equal(starts, node.Starts.Starts);
        Assert.Equal(1, (await _fleet.Client.ExistsAsync(ZnodeLayout.Row("R1", node.Name)))!.Value.Version);
    }
}
