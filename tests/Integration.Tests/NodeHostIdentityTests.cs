using System.Text.Json;
using ChefActors.Core.Nodes;
using ChefActors.Core.Results;
using ChefActors.Core.Znodes;
using ChefActors.Integration.Tests.Fleet;
using ChefActors.Testing;
using ChefActors.ZooKeeper;

namespace ChefActors.Integration.Tests;

/// <summary>Who a node is, to which cluster it belongs, and that an older copy of ZooKeeper runs nothing again: on Apache's server.</summary>
[Trait("needs", "debian")]
public sealed class NodeHostIdentityTests
{
    /// <summary>Soon, not when the ghost's session ends: how soon is measured by ./bench rest.</summary>
    [Fact]
    public async Task A_killed_node_host_is_registered_again_over_its_ghost_which_has_long_to_live()
    {
        await using var server = await RealZooKeeper.StartAsync(1, "maxSessionTimeout=300000");
        await using var client = await EmbeddedFleet.ConnectAsync(server.ConnectString);
        await using var node = new NodeUnderTest(server.ConnectString);
        await node.Start("--set", "chefactors.zookeeper.session_timeout=300s");
        await node.Kill();
        var ghost = (await client.ExistsAsync(ZnodeLayout.Alive(node.Name)))!.Value;
        await node.Start("--set", "chefactors.zookeeper.session_timeout=300s");
        var alive = await client.GetDataAsync(ZnodeLayout.Alive(node.Name));
        Assert.NotEqual(ghost.EphemeralOwner, alive.Stat.EphemeralOwner);
        Assert.Equal(node.Process.Id, PayloadCodec.Read(alive.Data!, PayloadJson.Default.Presence).Value!.Pid);
    }

    [Fact]
    public async Task Put_back_to_an_older_copy_of_its_data_a_server_makes_nothing_run_again()
    {
        using var copies = new TemporaryDirectory();
        await using var server = await RealZooKeeper.StartAsync();
        await using var node = new NodeUnderTest(server.ConnectString) { Seconds = "4" };
        await node.Start();
        string push;
        await using (var client = await EmbeddedFleet.ConnectAsync(server.ConnectString))
        {
            push = await node.Push(client, """{"run_list":["recipe[a]"]}""");
            await node.Dispatch(client, "R1");
            await node.Dispatch(client, "R2");
            await Eventually.BecomesTrue(() => node.Starts.Starts == 1, "the push runs, the commands wait");

            // The push is claimed, the two commands are not.
            await server.Kill(1);
            server.Backup(1, copies["old"]);
            await server.Restart(1);
        }

        await using (var client = await EmbeddedFleet.ConnectAsync(server.ConnectString))
        {
            Assert.Equal(ResultState.Succeeded, (await node.Row(client, "R1")).State);
            Assert.Equal(ResultState.Succeeded, (await node.Row(client, "R2")).State);
            await node.IsEmpty(client);
            Assert.Equal(3, node.Starts.Starts);
        }

        await server.Kill(1);
        server.Restore(1, copies["old"]);
        await server.Restart(1);
        await using var after = await EmbeddedFleet.ConnectAsync(server.ConnectString);
        foreach (var id in new[] { "R1", "R2" })
        {
            var row = await node.Row(after, id);
            Assert.Equal((ResultState.Rejected, ReasonCode.Replayed), (row.State, row.Reason!.Code));
        }

        await Eventually.BecomesTrue(async () => (await after.GetDataAsync(ZnodeLayout.Node(node.Name))).Data is null or { Length: 0 }, $"the push {push} of the past is taken out of the slot", TimeSpan.FromSeconds(90));
        await node.IsEmpty(after);
        Assert.Equal(3, node.Starts.Starts);
        node.Seconds = "0";
        Assert.Equal(ResultState.Succeeded, (await node.Latest(after, await node.Push(after, """{"run_list":["recipe[b]"]}"""))).State);
        Assert.Equal(4, node.Starts.Starts);
    }

    [Fact]
    public async Task A_node_belongs_to_its_cluster_until_it_is_told_to_adopt_another()
    {
        await using var first = await EmbeddedFleet.StartAsync();
        await using var second = await EmbeddedFleet.StartAsync();
        await second.Client.CreateAsync(ZnodeLayout.Cluster, PayloadCodec.Write(new ClusterIdentity(1, "other", "another-id"), PayloadJson.Default.ClusterIdentity));
        await using var node = new NodeUnderTest(first.Server.ConnectString);
        await node.Start();
        await Stop(node);

        await using var moved = new NodeUnderTest(second.Server.ConnectString) { SharedStateDirectory = node.StateDirectory };
        moved.Launch();
        await moved.Process.WaitForLine(line => line.Contains("--adopt-cluster", StringComparison.Ordinal) && line.Contains("another-id", StringComparison.Ordinal), "the refusal", TimeSpan.FromSeconds(20));
        Assert.Null(await second.Client.ExistsAsync(ZnodeLayout.Alive(moved.Name)));
        await Stop(moved);
        await moved.Start("--adopt-cluster");
        await Stop(moved);
        await moved.Start();
        await Stop(moved);
        node.Launch();
        await node.Process.WaitForLine(line => line.Contains("this node belongs to another-id", StringComparison.Ordinal), "the refusal of the former cluster", TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Facts_of_Chef_come_after_the_registration_and_follow_what_the_last_run_left()
    {
        await using var fleet = await EmbeddedFleet.StartAsync();
        await using var node = new NodeUnderTest(fleet.Server.ConnectString) { Seconds = "0" };
        await File.AppendAllTextAsync(node.ChefConfig, "chef_server_url 'https://user:secret@chef.example.com/organizations/a'\n");
        await node.Start("--tag", "role=web", "--set", "chefactors.node.facts.rack=r12");
        await Eventually.BecomesTrue(async () => await Fact("chef_periodic") is not null, "the slow facts", TimeSpan.FromSeconds(30));
        Assert.Equal(("18.11.21", "unknown", "https://chef.example.com/organizations/a", "r12"), (await Fact("chef_version"), await Fact("chef_mode"), await Fact("chef_server"), await Fact("rack")));
        await File.WriteAllTextAsync(Path.Combine(node.StateDirectory, "chef-facts.json"), """{"v":1,"chef_version":"18.11.21","chef_mode":"policyfile","policy_name":"web","roles":["web"]}""");
        var id = await node.Push(fleet.Client, """{"run_list":["recipe[a]"]}""");
        Assert.Equal(ResultState.Succeeded, (await node.Latest(fleet.Client, id)).State);
        await Eventually.BecomesTrue(async () => await Fact("chef_mode") == "policyfile", "the facts after the run", TimeSpan.FromSeconds(30));
        await node.Dispatch(fleet.Client, "R1", command => command with { Mode = Core.Commands.RunMode.Named, NamedRunList = "fast", RunList = [] });
        Assert.Equal(ResultState.Succeeded, (await node.Row(fleet.Client, "R1")).State);
        Assert.Contains("--named-run-list", node.Starts.Arguments[^1]);

        async Task<string?> Fact(string key)
        {
            var data = (await fleet.Client.GetDataAsync(ZnodeLayout.Facts(node.Name))).Data;
            if (data is null or { Length: 0 }) return null;
            using var facts = JsonDocument.Parse(data);
            return facts.RootElement.TryGetProperty(key, out var value) ? value.GetString() : null;
        }
    }

    [Fact]
    public async Task A_thousand_commands_at_once_have_one_result_each_in_their_order()
    {
        await using var fleet = await EmbeddedFleet.StartAsync();
        await using var node = new NodeUnderTest(fleet.Server.ConnectString) { ChefClient = "/bin/true" };
        await node.Start("--set", "chefactors.queue.limit=1000");
        string[] ids = [.. Enumerable.Range(0, 1000).Select(n => $"R{n:0000}")];
        foreach (var id in ids) await node.Dispatch(fleet.Client, id);
        await Eventually.BecomesTrue(async () => (await fleet.Client.GetChildrenAsync(ZnodeLayout.Inbox(node.Name))).Names.Count == 0, $"all results; node host:\n{node.Process.Tail()}", TimeSpan.FromSeconds(240));
        var rows = new List<Stat>();
        foreach (var id in ids)
        {
            var row = await fleet.Client.GetDataAsync(ZnodeLayout.Row(id, node.Name));
            Assert.Equal(ResultState.Succeeded, PayloadCodec.Read(row.Data!, PayloadJson.Default.CommandResult).Value!.State);
            rows.Add(row.Stat);
        }

        // Each row was written once, and in the order of its command.
        Assert.All(rows, row => Assert.Equal(1, row.Version));
        Assert.Equal(rows.Select(row => row.Mzxid).Order(), rows.Select(row => row.Mzxid));
        Assert.InRange(ResidentMiB(node.Process.Id), 1, 300);
    }

    private static long ResidentMiB(int pid) =>
        long.Parse(File.ReadLines($"/proc/{pid}/status").Single(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], System.Globalization.CultureInfo.InvariantCulture) / 1024;

    private static async Task Stop(NodeUnderTest node)
    {
        node.Process.Signal(UnixSignal.Terminate);
        await node.Process.WaitForExit(TimeSpan.FromSeconds(10));
    }
}
