using ChefActors.Core.Results;
using ChefActors.Integration.Tests.Fleet;
using ChefActors.Testing;
using ChefActors.ZooKeeper;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChefActors.Integration.Tests;

/// <summary>The README's walk on three real servers, below a chroot and with credentials; the stand-in takes chef-client's place.</summary>
[Trait("needs", "debian")]
public sealed class ReadmeWalkTests
{
    private const string ZkCli = "/usr/share/zookeeper/bin/zkCli.sh";
    private const string Auth = "chefactors:a-long-secret";

    [Fact]
    public async Task Every_command_of_the_walk_does_what_it_says()
    {
        await using var ensemble = await RealZooKeeper.StartAsync(3);
        await ZkCliLines(ensemble.ConnectString, "create /prod");
        var connect = ensemble.ConnectString + "/prod";
        var environment = new Dictionary<string, string?>(StringComparer.Ordinal) { ["CHEFACTORS_ZOOKEEPER"] = connect, ["CHEFACTORS_ZOOKEEPER_AUTH"] = Auth };
        await using var node = new NodeUnderTest(connect) { Environment = environment };
        await node.Start("--tag", "role=web");
        var console = new ConsoleUnderTest(connect, environment);

        var (exitCode, nodes, _) = await console.Run("nodes");
        Assert.Equal(0, exitCode);
        Assert.Contains(nodes, line => line.Contains(node.Name.Value, StringComparison.Ordinal));
        Assert.Equal(0, (await console.Run("push", "recipe[cookbook_c]", "--to", node.Name.Value)).ExitCode);
        var (whyRun, json) = await console.Json("push", "recipe[cookbook_c]", "--to", "role=web", "--why-run");
        Assert.Equal((0, "succeeded"), (whyRun, json.GetProperty("state").GetString()));
        Assert.Contains("--why-run", node.Starts.Arguments[^1]);
        var (_, shown, _) = await console.Run("node", node.Name.Value);
        Assert.Contains(shown, line => line.Contains("Infra Phase complete", StringComparison.Ordinal));
        var (_, rollouts, _) = await console.Run("rollout", "list");
        Assert.Equal(2, rollouts.Count(line => line.Contains("succeeded", StringComparison.Ordinal)));

        await ZkCliLines(connect, $"addauth digest {Auth}", $"set /node/{node.Name} {{\"run_list\":[\"recipe[cookbook_c]\"]}}");
        await Eventually.BecomesTrue(() => node.Starts.Ends == 3, $"the push through the slot; node host:\n{node.Process.Tail()}", TimeSpan.FromSeconds(30));
        await using var client = await new ZooKeeperConnector(
            new ZooKeeperOptions(connect) { Credentials = [ZooKeeperCredential.Digest("chefactors", "a-long-secret")] }, TimeProvider.System, NullLoggerFactory.Instance).ConnectAsync(CancellationToken.None);
        await node.IsEmpty(client);

        // Who has no credentials neither reads nor pushes, and the secret is in no log.
        await using var stranger = await EmbeddedFleet.ConnectAsync(connect);
        await Assert.ThrowsAsync<NoAuthException>(() => stranger.SetDataAsync(Core.Znodes.ZnodeLayout.Node(node.Name), "{}"u8.ToArray()));
        Assert.DoesNotContain("a-long-secret", string.Join('\n', node.Process.Errors.Concat(node.Process.Output)), StringComparison.Ordinal);
        Assert.Equal(ResultState.Succeeded, (await client.GetDataAsync(Core.Znodes.ZnodeLayout.NodeResult(node.Name))).Data is { } data
            ? Core.Znodes.PayloadCodec.Read(data, Core.Znodes.PayloadJson.Default.CommandResult).Value?.State
            : null);
    }

    private static async Task ZkCliLines(string connect, params string[] lines)
    {
        await using var cli = TestProcess.Start(ZkCli, ["-server", connect]);
        foreach (var line in lines) await cli.WriteLine(line);
        await cli.WriteLine("quit");
        cli.CloseInput();
        await cli.WaitForExit(TimeSpan.FromSeconds(40));
    }
}
