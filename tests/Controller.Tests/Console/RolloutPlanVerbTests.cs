using System.Text.Json;
using ChefActors.Controller.Console;
using ChefActors.Controller.Rollouts;
using ChefActors.Core.Nodes;
using ChefActors.Core.Rollouts;
using ChefActors.Testing;

namespace ChefActors.Controller.Tests.Console;

public sealed class RolloutPlanVerbTests : IDisposable
{
    private const string Plan = """
        name: cookbook_c 1.4
        command: {run_list: ["recipe[cookbook_c]"]}
        target: role=web
        waves:
          - {name: canary, nodes: 1, soak: 10m}
          - {name: rest, nodes: rest, parallel: 4, approve: true}
        order: name
        """;

    private readonly VerbRig rig = new();
    private readonly TemporaryDirectory directory = new();

    public void Dispose()
    {
        rig.Dispose();
        directory.Dispose();
    }

    [Fact]
    public async Task A_plan_shows_waves_nodes_budgets_refusals_and_warnings_and_starts_nothing()
    {
        rig.Cluster.With(6, """{"v":1,"role":"web","chef_periodic":"cron"}""");
        rig.Cluster.Nodes[5] = rig.Cluster.Nodes[5] with { Facts = null };
        rig.Cluster.Nodes[4] = rig.Cluster.Nodes[4] with { Alive = false };
        Assert.Equal(ExitCode.Success, await rig.RunAsync("rollout", "plan", Written(Plan)));
        Approval.Matches("rollout-plan", rig.Shown.Replace(directory.FullName, "DIR", StringComparison.Ordinal));
        Assert.Equal(0, rig.Cluster.Drives);
    }

    [Fact]
    public async Task Json_holds_the_same()
    {
        rig.Cluster.With(4);
        Assert.Equal(ExitCode.Success, await rig.RunAsync("rollout", "plan", Written(Plan), "--output", "json"));
        Approval.Matches("rollout-plan-json", rig.Shown.Replace(directory.FullName, "DIR", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_check_asks_no_ZooKeeper_and_tells_every_fault_with_line_and_column()
    {
        rig.Cluster.Unreachable = new VerbFailure(ExitCode.Unreachable, "nobody there");
        Assert.Equal(ExitCode.Success, await rig.RunAsync("rollout", "plan", Written(Plan), "--check"));
        var file = Written(Plan.Replace("soak: 10m", "soak: 10", StringComparison.Ordinal).Replace("order", "ordr", StringComparison.Ordinal));
        Assert.Equal(ExitCode.Usage, await rig.RunAsync("rollout", "plan", file, "--check"));
        Assert.Contains($"{file}:5:36: waves[0].soak: found '10'; allowed: a duration", rig.Error.ToString(), StringComparison.Ordinal);
        Assert.Contains($"{file}:7:1: ordr: found the unknown key 'ordr'; allowed: order, if that is meant", rig.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_check_for_programs_is_a_document()
    {
        Assert.Equal(ExitCode.Usage, await rig.RunAsync("rollout", "plan", Written("attempts: 4"), "--check", "--output", "json"));
        using var document = JsonDocument.Parse(rig.Output.ToString());
        var fault = document.RootElement.GetProperty("faults").EnumerateArray().Single(f => f.GetProperty("key").GetString() == "attempts");
        Assert.Equal((1, 11, "'4'"), (fault.GetProperty("line").GetInt32(), fault.GetProperty("column").GetInt32(), fault.GetProperty("found").GetString()));
    }

    [Theory]
    [InlineData("plan")]
    [InlineData("start")]
    public async Task What_does_not_hold_is_usage(string verb)
    {
        rig.Cluster.With(2);
        Assert.Equal(ExitCode.Usage, await rig.RunAsync("rollout", verb, Path.Combine(directory.FullName, "missing.yaml")));
        Assert.Equal(ExitCode.Usage, await rig.RunAsync("rollout", verb, Written(Plan.Replace("nodes: rest", "nodes: 50%", StringComparison.Ordinal))));
        var nobody = Written(Plan.Replace("role=web", "role=db", StringComparison.Ordinal));
        Assert.Equal(ExitCode.Usage, await rig.RunAsync("rollout", verb, nobody));
        Assert.Contains($"{nobody}:3:9: target: found the target 'role=db' matches none of 2 nodes", rig.Error.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, rig.Cluster.Drives);
    }

    [Fact]
    public async Task A_file_of_names_is_looked_for_beside_the_plan()
    {
        rig.Cluster.With(3);
        await File.WriteAllLinesAsync(Path.Combine(directory.FullName, "names"), ["web-02.example.com"]);
        Assert.Equal(ExitCode.Success, await rig.RunAsync("rollout", "plan", Written(Plan.Replace("role=web", "\"@names\"", StringComparison.Ordinal)), "--output", "json"));
        Assert.Contains("\"nodes\":[\"web-02.example.com\"]", rig.Output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_drives_what_was_planned_to_its_end()
    {
        rig.Cluster.With(3);
        rig.Cluster.Driver.Looks.Add(Samples.Snapshot(RolloutPhase.Succeeded, Samples.Succeeded(1), Samples.Succeeded(2), Samples.Succeeded(3)));
        Assert.Equal(ExitCode.Success, await rig.RunAsync("rollout", "start", Written(Plan)));
        var started = rig.Cluster.Driver.Started!;
        Assert.Equal(["canary", "rest"], started.Plan.Waves.Select(w => w.Name));
        Assert.Equal([1, 2], started.Waves.Select(w => w.Count));
        Assert.Equal(("c1", 64), (started.Plan.Cluster, started.Plan.PlanHash!.Length));
        Assert.False(started.AllowOverlap);
    }

    [Theory]
    [InlineData(null, 4)]
    [InlineData("--yes=11", 4)]
    [InlineData("--yes=12", 0)]
    public async Task A_start_on_many_asks_for_their_number(string? flag, int expected)
    {
        rig.Cluster.With(12);
        rig.Cluster.Driver.Looks.Add(Samples.Snapshot(RolloutPhase.Succeeded, Samples.Succeeded(1)));
        Assert.Equal((ExitCode)expected, await rig.RunAsync([.. new[] { "rollout", "start", Written(Plan) }, .. flag is null ? Array.Empty<string>() : [flag]]));
        Assert.Equal(expected == 0 ? 1 : 0, rig.Cluster.Drives);
    }

    [Fact]
    public async Task Detached_it_is_left_to_whoever_goes_on_with_it()
    {
        rig.Cluster.With(2);
        Assert.Equal(ExitCode.Unfinished, await rig.RunAsync("rollout", "start", Written(Plan), "--detach", "--allow-overlap"));
        var started = rig.Cluster.Driver.Started!;
        Assert.True(rig.Cluster.Driver.IsDisposed && started.AllowOverlap);
        Assert.Equal(started.Plan.Id, rig.Output.ToString().Trim());
        Assert.Contains($"chefactors rollout watch {started.Plan.Id} --drive", rig.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replacing_stored_run_lists_needs_its_word()
    {
        rig.Cluster.With(1);
        rig.Cluster.Driver.Looks.Add(Samples.Snapshot(RolloutPhase.Succeeded, Samples.Succeeded(1)));
        var replacing = Written(Plan.Replace("run_list:", "mode: replace, run_list:", StringComparison.Ordinal));
        Assert.Equal(ExitCode.Refused, await rig.RunAsync("rollout", "start", replacing));
        Assert.Equal(0, rig.Cluster.Drives);
        Assert.Equal(ExitCode.Success, await rig.RunAsync("rollout", "start", replacing, "--yes-replace"));
        Assert.Equal(ExitCode.Usage, await rig.RunAsync("rollout", "start", Written(Plan), "--yes-replace"));
    }

    [Fact]
    public async Task An_overlap_is_refused_with_its_name()
    {
        rig.Cluster.With(1);
        rig.Cluster.Driver.Answer = new StartAnswer.Overlap("01OTHER", [NodeName.Parse("web-01.example.com")]);
        Assert.Equal(ExitCode.Refused, await rig.RunAsync("rollout", "start", Written(Plan)));
        Assert.Contains("01OTHER", rig.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rollout_of_a_plan_shows_its_hash()
    {
        var snapshot = Samples.Snapshot(RolloutPhase.Running, Samples.Outstanding(1));
        rig.Cluster.Rollouts[Samples.Id] = snapshot with { Plan = snapshot.Plan with { PlanHash = "5ec0de" } };
        Assert.Equal(ExitCode.Success, await rig.RunAsync("rollout", "show", Samples.Id));
        Assert.Contains("sha256 5ec0de", rig.Shown, StringComparison.Ordinal);
    }

    private string Written(string plan)
    {
        var file = Path.Combine(directory.FullName, "plan.yaml");
        File.WriteAllText(file, plan);
        return file;
    }
}
