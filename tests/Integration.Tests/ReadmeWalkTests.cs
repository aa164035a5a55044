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

    [Fact]
    public async Task The_walk_with_a_canary_halts_says_why_and_is_retried()
    {
        await using var server = await RealZooKeeper.StartAsync();
        using var place = new TemporaryDirectory();
        await File.WriteAllTextAsync(place["proxy.yaml"], Block("    name: proxy 2.0"));
        await using var one = new NodeUnderTest(server.ConnectString, "web-1.example.com");
        await using var two = new NodeUnderTest(server.ConnectString, "web-2.example.com");
        var scenarios = new[] { one, two }.Select(node => Path.Combine(Path.GetDirectoryName(node.ChefConfig)!, "stand-in.json")).ToList();
        foreach (var file in scenarios) await File.WriteAllTextAsync(file, Scenario(""", "exception": "Errno::ENOENT", "raise": "no such template" """));
        await Task.WhenAll(one.Start("--tag", "role=web"), two.Start("--tag", "role=web"));
        var console = new ConsoleUnderTest(server.ConnectString);

        var (planned, plan, _) = await console.Run("rollout", "plan", place["proxy.yaml"]);
        Assert.Equal(0, planned);
        Assert.Contains(plan, line => line.Contains("web-1.example.com", StringComparison.Ordinal));
        var (started, output, errors) = await console.Run("rollout", "start", place["proxy.yaml"]);
        Assert.True(started == 1, string.Join('\n', errors));
        Assert.Contains(output, line => line.StartsWith("rollout halted: 1 failure in wave canary", StringComparison.Ordinal));
        Assert.Equal(0, two.Starts.Starts);
        var rollout = output.Single(line => line.StartsWith("next: chefactors rollout retry ", StringComparison.Ordinal) || line.Contains(" rollout retry ", StringComparison.Ordinal)).Split(' ')[^1];
        var (_, why, _) = await console.Run("why", rollout);
        Assert.Contains(why, line => line.Contains("rule failures of wave canary", StringComparison.Ordinal));
        Assert.Contains("  by: web-1.example.com", why);

        foreach (var file in scenarios) await File.WriteAllTextAsync(file, Scenario(""));
        var (retried, retry, said) = await console.Run("rollout", "retry", rollout);
        Assert.True(retried == 0, string.Join('\n', retry.Concat(said)));
        Assert.Equal((2, 1), (one.Starts.Starts, two.Starts.Starts));
        Assert.Contains((await console.Run("rollout", "list")).Output, line => line.Contains(rollout, StringComparison.Ordinal) && line.Contains("aborted", StringComparison.Ordinal));
    }

    private static string Scenario(string failure) => $$"""{"recipes": {"proxy": [{"resource": "template[/etc/proxy.conf]"{{failure}}}] } }""";

    /// <summary>An indented block of the read me, from this line on.</summary>
    private static string Block(string first) => string.Join(
        '\n', File.ReadLines(Repository.PathOf("README.md")).SkipWhile(line => line != first).TakeWhile(line => line.StartsWith("    ", StringComparison.Ordinal)).Select(line => line[4..]));

    private static async Task ZkCliLines(string connect, params string[] lines)
    {
        await using var cli = TestProcess.Start(ZkCli, ["-server", connect]);
        foreach (var line in lines) await cli.WriteLine(line);
        await cli.WriteLine("quit");
        cli.CloseInput();
        await cli.WaitForExit(TimeSpan.FromSeconds(40));
    }
}
