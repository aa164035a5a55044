using System.Text.Json;
using ChefActors.Controller.Aggregation;
using ChefActors.Controller.Console;
using ChefActors.Controller.Fleet;
using ChefActors.Controller.Rollouts;
using ChefActors.Core.Commands;
using ChefActors.Core.Nodes;
using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;

namespace ChefActors.Controller.Tests.Console;

public sealed class ReadingVerbsTests : IDisposable
{
    private readonly VerbRig rig = new();

    public void Dispose() => rig.Dispose();

    [Fact]
    public async Task Nodes_are_a_table_that_fits_80_columns()
    {
        Fleet();
        Assert.Equal(ExitCode.Success, await rig.RunAsync("nodes"));
        Approval.Matches("nodes-table", rig.Shown);
    }

    [Fact]
    public async Task Nodes_as_json_are_the_contracts_array()
    {
        Fleet();
        Assert.Equal(ExitCode.Success, await rig.RunAsync("nodes", "-o", "json"));
        Approval.Matches("nodes-json", rig.Shown);
    }

    [Fact]
    public async Task Nodes_take_a_target()
    {
        Fleet();
        Assert.Equal(ExitCode.Success, await rig.RunAsync("nodes", "--to", "role=web", "-o", "jsonl"));
        Assert.Single(rig.Shown.TrimEnd().Split('\n'));
        Assert.Equal(ExitCode.Usage, await rig.RunAsync("nodes", "--to", "role=nothing"));
    }

    [Fact]
    public async Task A_node_is_shown_whole_with_its_log_made_harmless()
    {
        Fleet();
        Assert.Equal(ExitCode.Success, await rig.RunAsync("node", "web-1.example.com"));
        Approval.Matches("node-page", rig.Shown);
    }

    [Fact]
    public async Task A_node_whose_node_host_ended_in_a_crash_loop_says_so_with_time_and_reason()
    {
        var reason = new Reason(ReasonCode.CrashLoop, "the node host's actors crashed 10 times in a row; it ended with exit code 1 at 2026-03-01T12:00:30Z; its log says more. The latest: \u001b[31mno room\u001b[0m");
        var node = new FleetNode(
            NodeName.Parse("web-1.example.com"), false, Samples.Start.AddSeconds(31), null, new Activity { State = ActivityState.CrashLooping, Since = Samples.Start.AddSeconds(30), Reason = reason }, null, null, []);
        rig.Cluster.Nodes.Add(node);
        rig.Cluster.View = new NodeView(node, [], 0);
        Assert.Equal(ExitCode.Success, await rig.RunAsync("node", "web-1.example.com"));
        Approval.Matches("node-page-crash-loop", rig.Shown);
        Assert.Equal(ExitCode.Success, await rig.RunAsync("nodes"));
        Assert.Contains("crash loop", rig.Shown, StringComparison.Ordinal);
        Assert.Contains("0 alive, 0 busy", rig.Shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("node", "web-9.example.com")]
    [InlineData("node", "Web-1")]
    [InlineData("rollout", "show", "01NONE")]
    [InlineData("rollout", "watch", "01NONE")]
    [InlineData("rollout", "list", "--last", "0")]
    [InlineData("rollout")]
    [InlineData("frobnicate")]
    [InlineData("zookeeper", "--port", "70000")]
    [InlineData("demo", "--nodes", "0")]
    public async Task What_is_not_there_is_usage(params string[] arguments)
    {
        Assert.Equal(ExitCode.Usage, await rig.RunAsync(arguments));
        Assert.NotEmpty(rig.Error.ToString());
    }

    [Fact]
    public async Task Rollouts_are_listed_and_shown_and_reading_them_is_a_success()
    {
        rig.Cluster.Rollouts[Samples.Id] = Samples.Snapshot(RolloutPhase.Failed, Samples.Succeeded(1), Samples.Failed(2));
        Assert.Equal(ExitCode.Success, await rig.RunAsync("rollout", "list"));
        Assert.Equal(ExitCode.Success, await rig.RunAsync("rollout", "show", Samples.Id));
        Approval.Matches("rollout-list-and-show", rig.Shown);
        Assert.Equal(0, rig.Cluster.Drives);
    }

    [Fact]
    public async Task A_rollout_that_cannot_be_read_is_named_beside_those_that_can()
    {
        rig.Cluster.Rollouts[Samples.Id] = Samples.Snapshot(RolloutPhase.Failed, Samples.Succeeded(1));
        rig.Cluster.Unreadable.Add(new UnreadableRollout("R1", "/rollout/R1/state: found \u001b[2J, allowed is JSON"));
        Assert.Equal(ExitCode.Success, await rig.RunAsync("rollout", "list"));
        Assert.Contains(Samples.Id, rig.Shown, StringComparison.Ordinal);
        Assert.Contains("R1 cannot be read: /rollout/R1/state: found", rig.Error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b", rig.Error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("found the verb 'rolout'; allowed: rollout, if that is meant; all: demo, push, ", "rolout", "list")]
    [InlineData("found the verb 'terminate'; allowed: plan, start, list, ", "rollout", "terminate")]
    [InlineData("Required command was not provided.", "rollout")]
    public async Task A_verb_that_is_none_is_answered_with_those_that_are(string told, params string[] arguments)
    {
        Assert.Equal(ExitCode.Usage, await rig.RunAsync(arguments));
        Assert.StartsWith(told, rig.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_id_of_a_rollback_is_listed_whole()
    {
        var snapshot = Samples.Snapshot(RolloutPhase.Succeeded, Samples.Succeeded(1));
        foreach (var id in (string[])[Samples.Id, Samples.Id + "-rollback"]) rig.Cluster.Rollouts[id] = snapshot with { Plan = snapshot.Plan with { Id = id } };
        Assert.Equal(ExitCode.Success, await rig.RunAsync("rollout", "list"));
        Assert.Contains($"\n{Samples.Id}-rollback  succeeded", rig.Shown, StringComparison.Ordinal);
        Assert.All(rig.Shown.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
    }

    [Fact]
    public async Task Watching_looks_until_it_is_over_and_ends_as_the_rollout()
    {
        rig.Cluster.Rollouts[Samples.Id] = Samples.Snapshot(RolloutPhase.Failed, Samples.Succeeded(1), Samples.Failed(2));
        Assert.Equal(ExitCode.Failed, await rig.RunAsync("rollout", "watch", Samples.Id));
        Assert.Equal(0, rig.Cluster.Drives);
    }

    [Fact]
    public async Task Watch_with_drive_takes_over_and_refuses_what_another_drives()
    {
        rig.Cluster.Driver.Looks.Add(Samples.Snapshot(RolloutPhase.Succeeded, Samples.Succeeded(1)));
        Assert.Equal(ExitCode.Success, await rig.RunAsync("rollout", "watch", Samples.Id, "--drive"));
        Assert.Equal(Samples.Id, rig.Cluster.Driver.TakenOver);
        rig.Cluster.Driver.Answer = new StartAnswer.OwnedByOther("c0ffee");
        Assert.Equal(ExitCode.Refused, await rig.RunAsync("rollout", "watch", Samples.Id, "--drive"));
        Assert.Contains("c0ffee", rig.Error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "", false, true)]
    [InlineData(true, "1", false, false)]
    [InlineData(true, "", true, false)]
    [InlineData(false, "", false, false)]
    public async Task Colours_are_for_terminals_where_nobody_said_no(bool terminal, string noColor, bool flag, bool expected)
    {
        rig.Terminal = terminal;
        rig.Environment["NO_COLOR"] = noColor;
        await rig.RunAsync(flag ? ["nodes", "--no-color"] : ["nodes"]);
        Assert.Equal(expected, rig.Colors);
    }

    [Theory]
    [InlineData("")]
    [InlineData("push")]
    [InlineData("nodes")]
    [InlineData("nodes retire")]
    [InlineData("node")]
    [InlineData("rollout")]
    [InlineData("rollout list")]
    [InlineData("rollout show")]
    [InlineData("rollout watch")]
    [InlineData("log")]
    [InlineData("zookeeper")]
    [InlineData("demo")]
    public async Task Every_verb_has_help_with_an_example(string verb)
    {
        Assert.Equal(ExitCode.Success, await rig.RunAsync([.. verb.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]));
        Assert.Matches("Examples?:\n  chefactors " + verb, rig.Output.ToString());
    }

    [Fact]
    public async Task The_version_is_told()
    {
        Assert.Equal(ExitCode.Success, await rig.RunAsync("--version"));
        Assert.Equal("chefactors 1.2.3", rig.Output.ToString().Trim());
    }

    private void Fleet()
    {
        var facts = JsonSerializer.Deserialize<JsonElement>("""{"v":1,"location":"kr/seoul/prod/web","chef_version":"18.11.0","cpus":4,"tags":["role=web"],"roles":["web"]}""");
        var presence = new Presence { AgentVersion = "0.1.0", Pid = 812, BootId = "b", MachineId = "m", Journal = "j", Started = Samples.Start };
        var last = Samples.Failed(1).Result! with { LogTail = "Converging 3 resources\n\u001b[31m  * package[nginx] action install\u001b[0m\n    [red]no candidate[/]\n" };
        var web = new FleetNode(
            NodeName.Parse("web-1.example.com"), true, Samples.Start, presence, new Activity { State = ActivityState.Running, Command = Samples.Id, Since = Samples.Start.AddSeconds(30), Queue = 1 }, facts, last, []);
        rig.Cluster.Nodes.Add(new FleetNode(NodeName.Parse("db-with-a-very-long-name.internal.example.com"), false, Samples.Start.AddDays(-1), null, null, null, null, ["facts: no JSON object"]));
        rig.Cluster.Nodes.Add(web);
        var waiting = new Command { Id = Samples.Id, Rollout = Samples.Id, Node = "web-1.example.com", RunList = ["recipe[cookbook_c]"], IssuedBy = "alice@ops1" };
        rig.Cluster.View = new NodeView(web, [new QueuedCommand(Samples.Id, Samples.Start.AddSeconds(20), waiting, null)], 0);
    }
}
