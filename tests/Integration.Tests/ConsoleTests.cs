using System.Text.Json;
using ChefActors.Integration.Tests.Fleet;
using ChefActors.Testing;

namespace ChefActors.Integration.Tests;

/// <summary>The console over real node hosts: exit codes, JSON, leaving and going on.</summary>
public sealed class ConsoleTests : IAsyncLifetime
{
    private EmbeddedFleet _fleet = null!;
    private ConsoleUnderTest _console = null!;
    private NodeUnderTest[] _nodes = null!;

    public async Task InitializeAsync()
    {
        _fleet = await EmbeddedFleet.StartAsync();
        _console = new ConsoleUnderTest(_fleet.Server.ConnectString);
        _nodes = [.. Enumerable.Range(1, 3).Select(i => new NodeUnderTest(_fleet.Server.ConnectString, $"web-{i}.example.com") { Seconds = "1" })];
        await Task.WhenAll(_nodes.Select(node => node.Start("--tag", "role=web")));
        foreach (var node in _nodes)
        {
            await Eventually.BecomesTrue(async () => (await _fleet.Client.GetDataAsync(Core.Znodes.ZnodeLayout.Facts(node.Name))).Data is { Length: > 0 }, "the facts");
        }
    }

    public async Task DisposeAsync()
    {
        foreach (var node in _nodes) await node.DisposeAsync();
        await _fleet.DisposeAsync();
    }

    [Fact]
    public async Task A_push_ends_with_0_when_every_target_is_a_success_and_its_JSON_adds_up()
    {
        var (exitCode, json) = await _console.Json("push", "recipe[cookbook_c]", "--to", "role=web");
        Assert.Equal(0, exitCode);
        Assert.Equal("succeeded", json.GetProperty("state").GetString());
        var counts = json.GetProperty("counts").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetInt32());
        Assert.Equal(3, counts["targets"]);
        Assert.Equal(counts["targets"], counts.Where(p => p.Key != "targets").Sum(p => p.Value));
        Assert.All(json.GetProperty("nodes").EnumerateArray(), node => Assert.Equal("succeeded", node.GetProperty("state").GetString()));
        Assert.All(_nodes, node => Assert.Equal(1, node.Starts.Starts));
    }

    [Fact]
    public async Task A_node_that_is_gone_is_offline_and_the_push_ends_with_6()
    {
        _nodes[0].Process.Signal(UnixSignal.Terminate);
        await _nodes[0].Process.WaitForExit();
        var (exitCode, json) = await _console.Json("push", "recipe[cookbook_c]", "--to", "role=web");
        Assert.Equal(6, exitCode);
        Assert.Equal((1, 2), (json.GetProperty("counts").GetProperty("offline").GetInt32(), json.GetProperty("counts").GetProperty("succeeded").GetInt32()));
    }

    [Theory]
    [InlineData(UnixSignal.Interrupt, 130)]
    [InlineData(UnixSignal.Terminate, 143)]
    public async Task A_console_that_is_left_says_how_to_go_on_and_another_goes_on(UnixSignal signal, int expected)
    {
        await using var push = _console.Launch("push", "recipe[cookbook_c]", "--to", "role=web", "--parallel", "1");
        await Eventually.BecomesTrue(() => _nodes.Any(node => node.Starts.Starts == 1), $"the first run; console:\n{push.Tail()}");
        push.Signal(signal);
        Assert.Equal(expected, await push.WaitForExit());
        var hint = push.Output.Concat(push.Errors).Single(line => line.Contains("rollout watch", StringComparison.Ordinal) && line.Contains("--drive", StringComparison.Ordinal));
        var rollout = hint.Split(' ').SkipWhile(word => word != "watch").ElementAt(1);
        var (exitCode, json) = await _console.Json("rollout", "watch", rollout, "--drive");
        Assert.Equal(0, exitCode);
        Assert.Equal(3, json.GetProperty("counts").GetProperty("succeeded").GetInt32());
        Assert.All(_nodes, node => Assert.Equal(1, node.Starts.Starts));
        var (_, shown) = await _console.Json("rollout", "show", rollout);
        Assert.Equal("succeeded", shown.GetProperty("state").GetString());
        var (_, list, _) = await _console.Run("rollout", "list");
        Assert.Contains(list, line => line.Contains(rollout, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nodes_and_node_tell_what_is_there()
    {
        var (exitCode, nodes) = await _console.Json("nodes");
        Assert.Equal(0, exitCode);
        Assert.Equal(["web-1.example.com", "web-2.example.com", "web-3.example.com"], nodes.EnumerateArray().Select(node => node.GetProperty("node").GetString()!));
        Assert.All(nodes.EnumerateArray(), node => Assert.True(node.GetProperty("alive").GetBoolean()));
        var (code, lines, _) = await _console.Run("node", "web-2.example.com");
        Assert.Equal(0, code);
        Assert.Contains(lines, line => line.Contains("role=web", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_target_that_matches_nothing_ends_with_2_and_says_so()
    {
        var (exitCode, _, errors) = await _console.Run("push", "recipe[a]", "--to", "role=nowhere");
        Assert.Equal(2, exitCode);
        Assert.Contains(errors, line => line.Contains("matches none of 3 nodes", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_second_push_to_busy_nodes_is_refused_with_4_and_names_the_first()
    {
        foreach (var node in _nodes)
        {
            node.Seconds = "8";
            await node.Kill();
            await node.Start("--tag", "role=web");
        }

        await using var push = _console.Launch("push", "recipe[cookbook_c]", "--to", "role=web");
        await Eventually.BecomesTrue(() => _nodes.All(node => node.Starts.Starts == 1), "the runs");
        var (exitCode, _, errors) = await _console.Run("push", "recipe[other]", "--to", "web-1*");
        Assert.Equal(4, exitCode);
        Assert.Contains(errors, line => line.Contains("--allow-overlap", StringComparison.Ordinal));
        Assert.Equal(0, await push.WaitForExit());
    }
}
