using System.Globalization;
using ChefActors.Core.Commands;
using ChefActors.Core.Results;
using ChefActors.Core.Znodes;
using ChefActors.Integration.Tests.Fleet;
using ChefActors.Testing;

namespace ChefActors.Integration.Tests;

/// <summary>Restarts of node hosts by command, over real processes.</summary>
public sealed class RestartTests
{
    [Fact]
    public async Task A_wave_of_supervised_node_hosts_restarts_and_a_run_under_way_ends_first_and_once()
    {
        await using var fleet = await EmbeddedFleet.StartAsync();
        var nodes = Enumerable.Range(1, 3).Select(i => new NodeUnderTest(fleet.Server.ConnectString, $"web-{i}.example.com") { Words = ["supervise"], Seconds = "4" }).ToList();
        try
        {
            await Task.WhenAll(nodes.Select(node => node.Start()));
            var journals = await Task.WhenAll(nodes.Select(node => JournalOf(fleet, node)));
            await nodes[0].Push(fleet.Client, """{"run_list":["recipe[cookbook_c]"]}""");
            await Eventually.BecomesTrue(() => nodes[0].Starts.Starts == 1, "the run");
            var chef = Assert.Single(nodes[0].Starts.Pids);

            var console = new ConsoleUnderTest(fleet.Server.ConnectString);
            var (exitCode, json) = await console.Json("restart", "--to", "web-*", "--parallel", "2", "--yes=3");
            Assert.True(exitCode == 0, json.ToString());
            Assert.Equal(3, json.GetProperty("counts").GetProperty("succeeded").GetInt32());
            Assert.Equal((1, 1), (nodes[0].Starts.Starts, nodes[0].Starts.Ends));
            Assert.False(Directory.Exists($"/proc/{chef}"));
            foreach (var (node, journal) in nodes.Zip(journals))
            {
                Assert.Equal(2, Pids(node).Distinct().Count());
                Assert.False(Directory.Exists($"/proc/{Pids(node)[0]}"));
                Assert.Equal(journal, await JournalOf(fleet, node));
                await node.IsEmpty(fleet.Client);
            }

            var (shown, lines, _) = await console.Run("rollout", "show", json.GetProperty("rollout").GetString()!);
            Assert.Equal(0, shown);
            Assert.Contains(lines, line => line.Contains("restart of node hosts", StringComparison.Ordinal));
        }
        finally
        {
            foreach (var node in nodes) await node.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_node_host_that_comes_back_with_another_version_than_expected_is_a_failure()
    {
        await using var fleet = await EmbeddedFleet.StartAsync();
        await using var node = new NodeUnderTest(fleet.Server.ConnectString) { Words = ["supervise"] };
        await node.Start();
        var (exitCode, json) = await new ConsoleUnderTest(fleet.Server.ConnectString).Json("restart", "--to", node.Name.Value, "--expect-version", "99.0.0");
        Assert.Equal(1, exitCode);
        var result = json.GetProperty("nodes")[0];
        Assert.Equal(("failed", ReasonCode.WrongVersion), (result.GetProperty("state").GetString(), result.GetProperty("reason").GetProperty("code").GetString()));
        Assert.Equal(2, Pids(node).Count);
    }

    [Fact]
    public async Task A_node_host_whose_supervisor_is_gone_refuses_and_stays()
    {
        await using var fleet = await EmbeddedFleet.StartAsync();
        await using var node = new NodeUnderTest(fleet.Server.ConnectString) { Words = ["supervise"] };
        await node.Start();
        var host = Pids(node).Single();
        try
        {
            Signals.Send(node.Process.Id, UnixSignal.Kill);
            await Eventually.BecomesTrue(() => NodeUnderTest.ParentOf(host) != node.Process.Id, "that the supervisor is gone");
            await node.Dispatch(fleet.Client, "R1", AsRestart);
            var result = await node.Row(fleet.Client, "R1");
            Assert.Equal((ResultState.Rejected, ReasonCode.NoSupervisor), (result.State, result.Reason?.Code));
            Assert.True(Directory.Exists($"/proc/{host}"));
        }
        finally
        {
            Signals.Send(host, UnixSignal.Kill);
        }
    }

    [Theory]
    [Trait("suite", "chaos")]
    [InlineData("Claim.before")]
    [InlineData("Claim.after")]
    [InlineData("AskSupervisor.before")]
    [InlineData("AskSupervisor.after")]
    [InlineData("AppendStart.before")]
    [InlineData("AppendStart.after")]
    [InlineData("EndHost.before")]
    [InlineData("EndHost.after")]
    public async Task A_restart_counts_once_whatever_point_the_node_host_dies_at(string point)
    {
        await using var fleet = await EmbeddedFleet.StartAsync();
        await using var node = SupervisedHere(fleet);
        node.Launch(point);
        await node.Serving();
        await node.Dispatch(fleet.Client, "R1", AsRestart);
        await node.Process.WaitForExit(TimeSpan.FromSeconds(30));

        // Whether it must end once more depends on the point: where nothing says that it was claimed, it is restarted by the book.
        await node.Start();
        await Eventually.BecomesTrue(
            async () => node.Process.HasExited || (await fleet.Client.GetDataAsync(ZnodeLayout.Row("R1", node.Name))).Data is { Length: > 0 }, "a result, or the end of the process", TimeSpan.FromSeconds(40));
        if (node.Process.HasExited)
        {
            Assert.Equal(0, await node.Process.WaitForExit(TimeSpan.FromSeconds(30)));
            await node.Start();
        }

        await Succeeded(fleet, node);
    }

    [Theory]
    [Trait("suite", "chaos")]
    [InlineData("Inspect.before")]
    [InlineData("Inspect.after")]
    [InlineData("AppendOutcome.before")]
    [InlineData("AppendOutcome.after")]
    [InlineData("Report.before")]
    [InlineData("Report.after")]
    public async Task A_node_host_that_dies_when_it_is_back_tells_the_same_in_its_next_life(string point)
    {
        await using var fleet = await EmbeddedFleet.StartAsync();
        await using var node = SupervisedHere(fleet);
        await node.Start();
        await node.Dispatch(fleet.Client, "R1", AsRestart);
        Assert.Equal(0, await node.Process.WaitForExit(TimeSpan.FromSeconds(30)));
        Assert.Null(await fleet.Client.ExistsAsync(ZnodeLayout.Alive(node.Name)));
        node.Launch(point);
        await node.Process.WaitForExit(TimeSpan.FromSeconds(30));
        await node.Start();
        await Succeeded(fleet, node);
    }

    /// <summary>The test itself is the supervisor, and says so.</summary>
    private static NodeUnderTest SupervisedHere(EmbeddedFleet fleet) =>
        new(fleet.Server.ConnectString) { Environment = new Dictionary<string, string?>(StringComparer.Ordinal) { ["CHEFACTORS_SUPERVISOR"] = "test" } };

    private static Command AsRestart(Command command) => command with { Kind = CommandKind.Restart, RunList = [], LockWaitS = 0 };

    private static async Task Succeeded(EmbeddedFleet fleet, NodeUnderTest node)
    {
        var result = await node.Row(fleet.Client, "R1");
        Assert.Equal((ResultState.Succeeded, 0, 1), (result.State, result.ExitCode, result.Attempt));
        await node.IsEmpty(fleet.Client);
        Assert.Equal(1, (await fleet.Client.ExistsAsync(ZnodeLayout.Row("R1", node.Name)))!.Value.Version);
        Assert.Equal(0, node.Starts.Starts);
        Assert.True(Directory.Exists($"/proc/{node.Process.Id}"));
    }

    private static async Task<string> JournalOf(EmbeddedFleet fleet, NodeUnderTest node) =>
        PayloadCodec.Read((await fleet.Client.GetDataAsync(ZnodeLayout.Alive(node.Name))).Data!, PayloadJson.Default.Presence).Value!.Journal;

    private static IReadOnlyList<int> Pids(NodeUnderTest node) =>
        [.. node.Process.Output.Where(line => line.StartsWith("serving ", StringComparison.Ordinal)).Select(line => int.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture))];
}
