using System.Text.Json;
using ChefActors.Core.Znodes;
using ChefActors.Integration.Tests.Fleet;
using ChefActors.Testing;

namespace ChefActors.Integration.Tests;

/// <summary>Plans with waves over a real ensemble, with consoles and daemons as processes that die, freeze and wake up.</summary>
[Trait("suite", "chaos")]
public sealed class StagedRolloutTests(EnsembleFleet fleet) : IClassFixture<EnsembleFleet>, IDisposable
{
    private const string Session = "chefactors.zookeeper.session_timeout=4s";
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(120);

    private readonly TemporaryDirectory _place = new();

    [Fact]
    [Trait("needs", "debian")]
    public async Task A_rollout_goes_on_whoever_of_its_controllers_dies_or_freezes_and_the_leader_too()
    {
        var plan = Plan("""
            name: staged
            command: {run_list: ["recipe[cookbook_c]"]}
            target: "web-*"
            waves:
              - {name: canary, nodes: 1, soak: 2s}
              - {name: second, nodes: 1, soak: 2s}
              - {name: rest, nodes: rest, parallel: 1, soak: 2s}
            """);
        var before = fleet.Nodes.Select(node => (node.Starts.Starts, node.Starts.Ends)).ToList();
        var console = new ConsoleUnderTest(fleet.Ensemble.ConnectString);
        await using var first = await Daemon(console);
        await using var start = console.Launch("rollout", "start", plan, "--yes", "4", "--set", Session, "--output", "json");
        await Eventually.BecomesTrue(() => Started(before) >= 1, $"the canary's run; console:\n{start.Tail()}", Long);
        var rollout = (await fleet.Ask(client => client.GetChildrenAsync(ZnodeLayout.Rollouts))).Names.Max(StringComparer.Ordinal)!;
        var starter = await Owner(rollout);

        // Frozen for longer than its session lives: the daemon goes on.
        start.Signal(UnixSignal.Stop);
        await Eventually.BecomesTrue(async () => await Owner(rollout) is { } owner && owner != starter, $"the daemon to take over; daemon:\n{first.Tail()}", Long);
        var daemon = await Owner(rollout);
        await using var second = await Daemon(console);
        await first.Kill();
        var leader = await fleet.KillLeader();
        start.Signal(UnixSignal.Continue);
        await Eventually.BecomesTrue(async () => await State(rollout) is "succeeded" or "failed" or "aborted", $"the end; daemon:\n{second.Tail()}\nconsole:\n{start.Tail()}", Long);
        await fleet.Ensemble.Restart(leader);

        Assert.NotEqual(starter, daemon);
        Assert.Equal(0, await start.WaitForExit(Long));
        var (exitCode, json) = await console.Json("rollout", "show", rollout);
        Assert.Equal(0, exitCode);
        Assert.Equal(("succeeded", 4), (json.GetProperty("state").GetString(), json.GetProperty("counts").GetProperty("succeeded").GetInt32()));
        Assert.Equal(["succeeded", "succeeded", "succeeded"], json.GetProperty("waves").EnumerateArray().Select(w => w.GetProperty("state").GetString()));
        Assert.Equal(before.Select(count => (count.Starts + 1, count.Ends + 1)), fleet.Nodes.Select(node => (node.Starts.Starts, node.Starts.Ends)));
        second.Signal(UnixSignal.Terminate);
        Assert.Equal(0, await second.WaitForExit());
    }

    [Fact]
    [Trait("needs", "debian")]
    public async Task A_wave_waits_for_its_approval_pause_and_abort_reach_it_and_what_was_left_is_retried()
    {
        var plan = Plan("""
            name: words
            command: {run_list: ["recipe[cookbook_c]"]}
            target: "web-*"
            waves:
              - {name: canary, nodes: 1, approve: true}
              - {name: second, nodes: 1, approve: true}
              - {name: rest, nodes: rest}
            """);
        var console = new ConsoleUnderTest(fleet.Ensemble.ConnectString);
        var before = fleet.Nodes.Select(node => (node.Starts.Starts, node.Starts.Ends)).ToList();
        await using var daemon = await Daemon(console);
        var (code, output, errors) = await console.Run("rollout", "start", plan, "--yes", "4", "--detach");
        Assert.True(code == 5, string.Join('\n', errors));
        var rollout = Assert.Single(output);
        await Eventually.BecomesTrue(async () => await Reason(rollout) == "approval", "the wait for approval", Long);
        Assert.Equal(4, (await console.Run("rollout", "approve", rollout, "rest")).ExitCode);
        Assert.Equal(0, (await console.Run("rollout", "pause", rollout)).ExitCode);
        Assert.Equal(0, (await console.Run("rollout", "approve", rollout)).ExitCode);
        await Eventually.BecomesTrue(async () => await State(rollout) == "paused", "the pause", Long);
        Assert.Equal(1, Started(before));
        Assert.Equal(0, (await console.Run("rollout", "resume", rollout)).ExitCode);
        await Eventually.BecomesTrue(async () => await Reason(rollout) == "approval" && Started(before) == 2, "the second wave's wait", Long);
        var why = await console.Run("why", rollout);
        Assert.Contains(why.Output, line => line.Contains("said approve canary", StringComparison.Ordinal));

        var abort = await console.Run("rollout", "abort", rollout);
        Assert.True(abort.ExitCode == 0, string.Join('\n', abort.Errors));
        Assert.Contains("reached: 2 withdrawn (2 never dispatched), 0 cancelled, 0 finished meanwhile", abort.Output);
        var (retried, json) = await console.Json("rollout", "retry", rollout, "--timeout", "5s");
        Assert.Equal(0, retried);
        Assert.Equal((2, 2), (json.GetProperty("counts").GetProperty("targets").GetInt32(), json.GetProperty("counts").GetProperty("succeeded").GetInt32()));
        Assert.Equal(before.Select(count => (count.Starts + 1, count.Ends + 1)), fleet.Nodes.Select(node => (node.Starts.Starts, node.Starts.Ends)));
    }

    public void Dispose() => _place.Dispose();

    private string Plan(string yaml)
    {
        var file = _place["plan.yaml"];
        File.WriteAllText(file, yaml);
        return file;
    }

    private static async Task<TestProcess> Daemon(ConsoleUnderTest console)
    {
        var daemon = console.Launch("serve", "--listen", "http://127.0.0.1:0", "--set", Session);
        var line = await daemon.WaitForLine(l => l.StartsWith("serving on http://127.0.0.1:", StringComparison.Ordinal), "that the daemon serves", TimeSpan.FromSeconds(30));
        using var http = new HttpClient { BaseAddress = new Uri(line["serving on ".Length..]) };
        await Eventually.BecomesTrue(async () => (await http.GetAsync(new Uri("/health/ready", UriKind.Relative))).IsSuccessStatusCode, "that the daemon is ready", TimeSpan.FromSeconds(30));
        return daemon;
    }

    private int Started(List<(int Starts, int Ends)> before) => fleet.Nodes.Zip(before).Sum(n => n.First.Starts.Starts - n.Second.Starts);

    private async Task<string?> Owner(string rollout) => (await Read(ZnodeLayout.Owner(rollout)))?.GetProperty("controller").GetString();

    private async Task<string?> State(string rollout) => (await Read(ZnodeLayout.State(rollout)))?.GetProperty("phase").GetString();

    private async Task<string?> Reason(string rollout) =>
        await Read(ZnodeLayout.State(rollout)) is { } state && state.TryGetProperty("reason", out var reason) && reason.ValueKind == JsonValueKind.Object ? reason.GetProperty("code").GetString() : null;

    private Task<JsonElement?> Read(string path) => fleet.Ask<JsonElement?>(async client =>
    {
        if (await client.ExistsAsync(path) is null) return null;
        try
        {
            using var document = JsonDocument.Parse((await client.GetDataAsync(path)).Data!);
            return document.RootElement.Clone();
        }
        catch (ChefActors.ZooKeeper.NoNodeException)
        {
            // Gone in between.
            return null;
        }
    });
}
