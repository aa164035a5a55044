using ChefActors.Core.Delivery;
using ChefActors.Core.Znodes;
using ChefActors.Integration.Tests.Fleet;
using ChefActors.Testing;
using ChefActors.ZooKeeper;

namespace ChefActors.Integration.Tests;

/// <summary><c>chefactors-node check</c> over real processes and servers.</summary>
public sealed class CheckTests
{
    [Fact]
    public async Task Beside_a_running_node_host_nothing_fails_and_nothing_changes()
    {
        await using var fleet = await EmbeddedFleet.StartAsync();
        await using var node = new NodeUnderTest(fleet.Server.ConnectString);
        await node.Start();
        await Eventually.BecomesTrue(async () => (await fleet.Client.ExistsAsync(ZnodeLayout.Activity(node.Name)))!.Value.Version > 0, "the node host has written all that it writes at first");
        var before = (await Tree(fleet.Client, node), Files(node));
        var check = await Check(node, fleet.Server.ConnectString);
        Assert.Equal(0, check.Code);
        Assert.Equal(9, check.Lines.Count);
        Starts(check, "chef-client    ok", "configuration  ok", "zookeeper      ok", "clock          ok", "cluster        ok", "access         ok", "registration   ok");
        Assert.Contains(check.Lines, line => line.Contains($"this node's own node host, pid {node.Process.Id}", StringComparison.Ordinal));
        Assert.Contains(check.Lines, line => line.StartsWith("disk", StringComparison.Ordinal) && !line.StartsWith("disk           fails", StringComparison.Ordinal));
        Assert.Equal(before, (await Tree(fleet.Client, node), Files(node)));

        // And the node host still works.
        await node.Dispatch(fleet.Client, "R1");
        await node.Row(fleet.Client, "R1");
        Assert.Single(node.Process.Output);
    }

    [Fact]
    public async Task What_is_wrong_is_said_each_on_its_line_and_the_exit_code_is_1()
    {
        await using var fleet = await EmbeddedFleet.StartAsync();
        await using var other = new NodeUnderTest(fleet.Server.ConnectString);
        await other.Start();
        await using var node = new NodeUnderTest(fleet.Server.ConnectString) { ChefClient = "/nowhere/chef-client" };
        File.Delete(node.ChefConfig);
        File.WriteAllText(node.StateDirectory, "");
        var check = await Check(node, fleet.Server.ConnectString);
        Assert.Equal(1, check.Code);
        Starts(check, "chef-client    fails    /nowhere/chef-client is not there.", "configuration  fails", "disk           fails", "registration   fails    another node host of this machine", "zookeeper      ok");
        Assert.EndsWith("4 fail", check.Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_server_it_says_so_within_seconds_and_judges_the_rest()
    {
        await using var node = new NodeUnderTest("unused");
        var check = await Check(node, $"127.0.0.1:{LoopbackPorts.Take()}");
        Assert.Equal(1, check.Code);
        Starts(check, "chef-client    ok", "zookeeper      fails", "clock          warning  not looked at", "registration   warning  not looked at");
        Assert.False(Directory.Exists(node.StateDirectory));
    }

    [Fact]
    [Trait("needs", "debian")]
    public async Task On_Apaches_server_with_credentials_version_chroot_clock_and_access_are_told()
    {
        await using var server = await RealZooKeeper.StartAsync(1);
        await using (var root = await EmbeddedFleet.ConnectAsync(server.ConnectString)) await root.CreateAsync("/prod", []);
        await using var node = new NodeUnderTest(server.ConnectString + "/prod") { Environment = new Dictionary<string, string?>(StringComparer.Ordinal) { ["CHEFACTORS_ZOOKEEPER_AUTH"] = "node:secret-word" } };
        var fresh = await Check(node, server.ConnectString + "/prod");
        Assert.Equal(0, fresh.Code);
        Starts(fresh, "cluster        ok       none yet", "access         ok       nothing of this node is there yet", "registration   ok", "clock          ok       within 0.", "zookeeper      ok       session of 4 s with 127.0.0.1:");
        Assert.Contains(fresh.Lines, line => line.StartsWith("zookeeper", StringComparison.Ordinal) && line.Contains("version 3.", StringComparison.Ordinal) && line.Contains("standalone", StringComparison.Ordinal));

        await node.Start();
        Starts(await Check(node, server.ConnectString + "/prod"), "access         ok", "registration   ok       web-1.example.com is alive: this node's own");
        node.Environment = new Dictionary<string, string?>(StringComparer.Ordinal) { ["CHEFACTORS_ZOOKEEPER_AUTH"] = "node:another-word" };
        var stranger = await Check(node, server.ConnectString + "/prod");
        Assert.Equal(1, stranger.Code);
        Starts(stranger, "access         fails    not allowed");
        Starts(await Check(node, server.ConnectString + "/nowhere"), "zookeeper      fails");
        Assert.DoesNotContain(stranger.Lines, line => line.Contains("-word", StringComparison.Ordinal));
    }

    private static void Starts((int Code, IReadOnlyList<string> Lines) check, params string[] beginnings) =>
        Assert.All(beginnings, beginning => Assert.Contains(check.Lines, line => line.StartsWith(beginning, StringComparison.Ordinal)));

    private static async Task<(int Code, IReadOnlyList<string> Lines)> Check(NodeUnderTest node, string connect)
    {
        await using var process = TestProcess.Start(
            Repository.Executable("chefactors-node"),
            ["check", "--zookeeper", connect, "--name", node.Name.Value, "--state-dir", node.StateDirectory, "--chef-client", node.ChefClient, "--chef-config", node.ChefConfig, "--set", "chefactors.zookeeper.session_timeout=4s"],
            node.Environment);
        var code = await process.WaitForExit(TimeSpan.FromSeconds(30));
        Assert.True(process.Output.Count > 0, process.Tail());
        return (code, process.Output);
    }

    /// <summary>Every znode of the node with its versions, as text.</summary>
    private static async Task<string> Tree(IZooKeeperClient client, NodeUnderTest node)
    {
        List<string> lines = [];
        foreach (var path in (string[])[.. RegistrationTransaction.Znodes(node.Name), ZnodeLayout.Alive(node.Name), ZnodeLayout.Cluster])
        {
            var stat = (await client.ExistsAsync(path))!.Value;
            lines.Add($"{path} mzxid {stat.Mzxid} version {stat.Version} children {stat.NumChildren} owner {stat.EphemeralOwner}");
        }

        return string.Join('\n', lines);
    }

    private static string Files(NodeUnderTest node) => string.Join('\n', Directory.EnumerateFileSystemEntries(node.StateDirectory).Order(StringComparer.Ordinal));
}
