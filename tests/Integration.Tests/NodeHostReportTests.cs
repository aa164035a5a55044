using System.Text.Json.Nodes;
using ChefActors.Core.Nodes;
using ChefActors.Core.Results;
using ChefActors.Core.Znodes;
using ChefActors.Integration.Tests.Fleet;
using ChefActors.Testing;

namespace ChefActors.Integration.Tests;

/// <summary>
/// What the report handler notes comes through a real node host to the result, the activity and the facts file. The stand-in writes the reports
/// by itself; that the handler writes them is shown under Ruby in NodeHost.Tests.
/// </summary>
public sealed class NodeHostReportTests : IAsyncLifetime
{
    private EmbeddedFleet _fleet = null!;
    private NodeUnderTest _node = null!;

    public async Task InitializeAsync()
    {
        _fleet = await EmbeddedFleet.StartAsync();
        _node = new NodeUnderTest(_fleet.Server.ConnectString) { Seconds = "0" };
    }

    public async Task DisposeAsync()
    {
        await _node.DisposeAsync();
        await _fleet.DisposeAsync();
    }

    [Fact]
    public async Task Counts_cookbooks_and_the_nodes_facts_come_from_inside_the_run()
    {
        Scenario("""{"resources":4,"updated":1,"report":{"cookbooks":{"cookbook_c":"1.4.0"},"chef_environment":"prod","roles":["web"],"recipes":["base"]}}""");
        await _node.Start();
        await _node.Dispatch(_fleet.Client, "R1");
        var result = await _node.Row(_fleet.Client, "R1");
        Assert.Equal((ResultState.Succeeded, new ResourceCount(1, 4), "1.4.0"), (result.State, result.Resources, result.Cookbooks?["cookbook_c"]));

        var path = Path.Combine(_node.StateDirectory, "chef-facts.json");
        await Eventually.BecomesTrue(() => File.Exists(path), "the facts file");
        var facts = JsonNode.Parse(await File.ReadAllTextAsync(path))!;
        Assert.Equal(("prod", "run_list", "web-1.example.com"), ((string?)facts["chef_environment"], (string?)facts["chef_mode"], (string?)facts["chef_node_name"]));
        Assert.Equal("[\"base\"]", facts["recipes"]!.ToJsonString());
    }

    [Fact]
    public async Task Switched_off_nothing_is_brought_and_the_output_tells()
    {
        Scenario("""{"resources":4,"updated":1,"report":{"updated":99,"total":99}}""");
        await _node.Start("--set", "chefactors.chef.report_handler=off");
        await _node.Dispatch(_fleet.Client, "R1");
        Assert.Equal(new ResourceCount(1, 4), (await _node.Row(_fleet.Client, "R1")).Resources);
        Assert.DoesNotContain("client_d_dir", await File.ReadAllTextAsync(_node.Starts.Path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_wrapper_and_chef_client_killed_the_result_says_how_far_the_run_was()
    {
        Scenario("""{"report":true,"recipes":{"cookbook_c":[{"resource":"file[/a]"},{"resource":"file[/b]","seconds":0.6},{"resource":"execute[migrate]","seconds":600}]}}""");
        await _node.Start();
        await _node.Dispatch(_fleet.Client, "R1");
        var report = Path.Combine(_node.StateDirectory, "runs", "R1.1", "report.json");
        await Eventually.BecomesTrue(() => File.Exists(report) && File.ReadAllText(report).Contains("migrate", StringComparison.Ordinal), "the report while it runs");
        await Eventually.BecomesTrue(Activity, "the activity with two resources done", TimeSpan.FromSeconds(30));
        await KillRun();
        var result = await _node.Row(_fleet.Client, "R1");
        Assert.Equal((ResultState.Interrupted, ReasonCode.ExitCodeUnknown, null), (result.State, result.Reason?.Code, result.ExitCode));
        Assert.EndsWith("; 2 resources were done, execute[migrate] was at work", result.Reason!.Text, StringComparison.Ordinal);

        async Task<bool> Activity() =>
            PayloadCodec.Read((await _fleet.Client.GetDataAsync(ZnodeLayout.Activity(_node.Name))).Data ?? [], PayloadJson.Default.Activity).Value is { State: ActivityState.Running, ResourcesDone: 2 };
    }

    [Theory]
    [InlineData("""{"ended":true,"succeeded":true,"reboot_requested":true,"updated":3,"total":7}""", ResultState.RebootPending, ReasonCode.RebootRequested)]
    [InlineData("""{"ended":true,"succeeded":false,"failed_resource":"execute[x]","exception":"E: why"}""", ResultState.Failed, ReasonCode.ResourceFailed)]
    public async Task With_wrapper_and_node_host_killed_the_report_of_the_end_decides(string report, ResultState state, string reason)
    {
        Scenario($$"""{"recipes":{"cookbook_c":[{"resource":"execute[long]","seconds":600}]},"report":{{report}} }""");
        await _node.Start();
        await _node.Dispatch(_fleet.Client, "R1");
        await Eventually.BecomesTrue(() => File.Exists(Path.Combine(_node.StateDirectory, "runs", "R1.1", "report.json")), "the report");
        await _node.Kill();
        await KillRun();
        await _node.Start();
        var result = await _node.Row(_fleet.Client, "R1");
        Assert.Equal((state, reason, null), (result.State, result.Reason?.Code, result.ExitCode));
        await _node.IsEmpty(_fleet.Client);
        Assert.Equal(1, _node.Starts.Starts);
    }

    [Fact]
    public async Task A_chef_client_too_old_for_the_handler_fails_once_says_so_and_runs_without_it()
    {
        var script = Path.Combine(Path.GetDirectoryName(_node.ChefConfig)!, "chef-client");
        await File.WriteAllTextAsync(
            script,
            """
            #!/bin/sh
            for a in "$@"; do
              if [ "$a" = --config-option ]; then
                echo "/opt/chef/embedded/cli.rb:75:in \`parse_options': invalid option: --config-option (OptionParser::InvalidOption)" >&2
                exit 1
              fi
            done
            echo "Starting Chef Client, version 12.4.1"
            echo "Chef Client finished, 1/2 resources updated in 1 seconds"
            """);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        _node.ChefClient = script;
        await _node.Start();
        await _node.Dispatch(_fleet.Client, "R1");
        var refused = await _node.Row(_fleet.Client, "R1");
        Assert.Equal((ResultState.Failed, ReasonCode.CommandLine), (refused.State, refused.Reason?.Code));
        await _node.Dispatch(_fleet.Client, "R2");
        var next = await _node.Row(_fleet.Client, "R2");
        Assert.Equal((ResultState.Succeeded, new ResourceCount(1, 2), "12.4.1"), (next.State, next.Resources, next.ChefVersion));
    }

    private void Scenario(string json) => File.WriteAllText(Path.Combine(Path.GetDirectoryName(_node.ChefConfig)!, "stand-in.json"), json);

    /// <summary>SIGKILL to the wrapper and its chef-client.</summary>
    private async Task KillRun()
    {
        await Eventually.BecomesTrue(() => _node.Starts.Starts == 1, "the run");
        var chef = Assert.Single(_node.Starts.Pids);
        var wrapper = int.Parse((await File.ReadAllTextAsync($"/proc/{chef}/stat")).Split(") ")[1].Split(' ')[1]);
        Signals.Send(wrapper, UnixSignal.Kill);
        Signals.Send(chef, UnixSignal.Kill);
    }
}
