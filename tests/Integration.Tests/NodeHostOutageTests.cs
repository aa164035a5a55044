using ChefActors.Core.Results;
using ChefActors.Core.Znodes;
using ChefActors.Integration.Tests.Fleet;
using ChefActors.Testing;

namespace ChefActors.Integration.Tests;

public sealed class NodeHostOutageTests : IAsyncLifetime
{
    private EmbeddedFleet _fleet = null!;

    public async Task InitializeAsync() => _fleet = await EmbeddedFleet.StartAsync();

    public async Task DisposeAsync() => await _fleet.DisposeAsync();

    [Fact]
    public async Task A_run_that_ends_while_ZooKeeper_is_away_is_reported_afterwards_exactly_once()
    {
        await using var node = new NodeUnderTest(_fleet.Server.ConnectString) { Seconds = "1.5" };
        await node.Start();
        await node.Dispatch(_fleet.Client, "R1");
        await Eventually.BecomesTrue(() => node.Starts.Starts == 1, "the run");
        await _fleet.Server.SuspendAsync();
        await Eventually.BecomesTrue(() => node.Starts.Ends == 1, "the end of the run");
        await _fleet.Server.ResumeAsync();
        Assert.Equal(ResultState.Succeeded, (await node.Row(_fleet.Client, "R1")).State);
        await node.IsEmpty(_fleet.Client);
        Assert.Equal(1, node.Starts.Starts);
    }

    [Fact]
    public async Task A_session_that_expires_in_mid_run_costs_nothing()
    {
        await using var node = new NodeUnderTest(_fleet.Server.ConnectString) { Seconds = "2" };
        await node.Start();
        await node.Dispatch(_fleet.Client, "R1");
        await Eventually.BecomesTrue(() => node.Starts.Starts == 1, "the run");
        var before = (await _fleet.Client.ExistsAsync(ZnodeLayout.Alive(node.Name)))!.Value.EphemeralOwner;
        Assert.True(await _fleet.Server.ExpireSessionAsync(before));
        Assert.Equal(ResultState.Succeeded, (await node.Row(_fleet.Client, "R1")).State);
        Assert.NotEqual(before, (await _fleet.Client.ExistsAsync(ZnodeLayout.Alive(node.Name)))!.Value.EphemeralOwner);
        await node.IsEmpty(_fleet.Client);
        Assert.Equal(1, node.Starts.Starts);
    }

    [Fact]
    public async Task A_killed_node_host_is_registered_again_over_its_own_ghost_at_once()
    {
        await using var node = new NodeUnderTest(_fleet.Server.ConnectString);
        await node.Start("--set", "chefactors.zookeeper.session_timeout=40s");
        await node.Kill();
        Assert.NotNull(await _fleet.Client.ExistsAsync(ZnodeLayout.Alive(node.Name)));
        await node.Start();
        Assert.NotNull(await _fleet.Client.ExistsAsync(ZnodeLayout.Alive(node.Name)));
    }

    [Fact]
    public async Task A_registration_that_somebody_deleted_is_made_again_and_commands_still_run()
    {
        await using var node = new NodeUnderTest(_fleet.Server.ConnectString);
        await node.Start();
        await _fleet.Client.DeleteAsync(ZnodeLayout.Alive(node.Name));
        await Eventually.BecomesTrue(async () => await _fleet.Client.ExistsAsync(ZnodeLayout.Alive(node.Name)) is not null, "the registration");
        var id = await node.Push(_fleet.Client, """{"run_list":["recipe[a]"]}""");
        Assert.Equal(ResultState.Succeeded, (await node.Latest(_fleet.Client, id)).State);
    }

    [Fact]
    public async Task Of_two_machines_with_one_name_the_second_is_refused_and_told_why_until_the_first_is_gone()
    {
        await using var first = new NodeUnderTest(_fleet.Server.ConnectString);
        await using var second = new NodeUnderTest(_fleet.Server.ConnectString);
        await first.Start();
        second.Launch();
        await second.Process.WaitForLine(line => line.Contains("another node host has this name", StringComparison.Ordinal), "the refusal", TimeSpan.FromSeconds(20));
        await first.Dispatch(_fleet.Client, "R1");
        Assert.Equal(ResultState.Succeeded, (await first.Row(_fleet.Client, "R1")).State);
        Assert.Equal((1, 0), (first.Starts.Starts, second.Starts.Starts));
        first.Process.Signal(UnixSignal.Terminate);
        Assert.Equal(0, await first.Process.WaitForExit());
        await second.Serving();
    }

    [Fact]
    public async Task Stopped_in_order_it_is_gone_at_once_and_leaves_its_run_to_be_adopted()
    {
        await using var node = new NodeUnderTest(_fleet.Server.ConnectString) { Seconds = "3" };
        await node.Start("--set", "chefactors.zookeeper.session_timeout=40s");
        await node.Dispatch(_fleet.Client, "R1");
        await Eventually.BecomesTrue(() => node.Starts.Starts == 1, "the run");
        node.Process.Signal(UnixSignal.Terminate);
        Assert.Equal(0, await node.Process.WaitForExit(TimeSpan.FromSeconds(10)));
        Assert.Null(await _fleet.Client.ExistsAsync(ZnodeLayout.Alive(node.Name)));
        Assert.Equal(0, node.Starts.Ends);
        await node.Start();
        Assert.Equal(ResultState.Succeeded, (await node.Row(_fleet.Client, "R1")).State);
        Assert.Equal((1, 1), (node.Starts.Starts, node.Starts.Ends));
    }

    [Fact]
    public async Task Without_ZooKeeper_it_says_where_it_looks_and_serves_once_it_is_there()
    {
        await _fleet.Server.SuspendAsync();
        await using var node = new NodeUnderTest(_fleet.Server.ConnectString);
        node.Launch();
        await node.Process.WaitForLine(line => line.Contains($"127.0.0.1:{_fleet.Server.Port}", StringComparison.Ordinal), "a line that says where", TimeSpan.FromSeconds(20));
        await _fleet.Server.ResumeAsync();
        await node.Serving();
    }
}
