using System.Text.Json.Nodes;
using ChefActors.Core.Results;
using ChefActors.NodeHost.ChefClient.Reporting;
using ChefActors.NodeHost.Running;
using ChefActors.Testing;

namespace ChefActors.NodeHost.Tests.ChefClient.Reporting;

/// <summary>Reports of real processes, read by the node host's own means. The stand-in writes them by itself: it runs no Ruby.</summary>
[Collection(nameof(MeasuredAlone))]
public sealed class ReportedRunTests
{
    [Fact]
    public async Task Counts_come_from_the_report_where_the_output_has_none()
    {
        using var run = new StandInRun(Replay("server-logfile", """{"updated":2,"total":9,"cookbooks":{"cookbook_c":"1.4.0"}}"""), withHandler: true);
        var result = await run.ResultAsync();
        Assert.Equal((ResultState.Succeeded, new ResourceCount(2, 9)), (result.State, result.Resources));
        Assert.Equal("1.4.0", result.Cookbooks!["cookbook_c"]);
    }

    [Fact]
    public async Task A_failing_resource_comes_from_the_report()
    {
        using var run = new StandInRun(new JsonObject { ["fail"] = "*", ["fail_message"] = "the disk of the moon is full", ["report"] = true }, withHandler: true);
        var result = await run.ResultAsync();
        Assert.Equal((ResultState.Failed, ReasonCode.ResourceFailed, new ResourceCount(2, null)), (result.State, result.Reason!.Code, result.Resources));
        Assert.Contains("the disk of the moon is full", result.Reason.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("""{"v":1,"command":"another","ended":true,"succeeded":true,"updated":99,"total":99}""")]
    public async Task A_report_that_cannot_be_used_leaves_what_was_printed(string text)
    {
        var scenario = Replay("server-override", "{}");
        scenario["report_text"] = text;
        using var run = new StandInRun(scenario, withHandler: true);
        Assert.Equal(new ResourceCount(3, 3), (await run.ResultAsync()).Resources);
    }

    [Fact]
    public async Task A_report_without_end_costs_no_memory_and_is_ignored()
    {
        using var run = new StandInRun(Replay("server-override", "{}"));
        var start = await run.StartAsync();
        await using (var huge = File.Create(run.Order.Directory.Report)) huge.SetLength(4L << 30);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var end = await run.EndAsync(start);
        Assert.Null(end.Report);
        Assert.Equal(new ResourceCount(3, 3), end.Output.Resources);
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 24 << 20);
    }

    [Theory]
    [InlineData("mkfifo", "PATH")]
    [InlineData("ln", "-s", "/dev/zero", "PATH")]
    [InlineData("mkdir", "PATH")]
    [InlineData("touch", "PATH")]
    public async Task What_is_no_plain_file_is_not_waited_for(string program, params string[] arguments)
    {
        using var run = new StandInRun(Replay("server-override", "{}"));
        var start = await run.StartAsync();
        using (var made = System.Diagnostics.Process.Start(program, arguments.Select(argument => argument.Replace("PATH", run.Order.Directory.Report, StringComparison.Ordinal)))) await made.WaitForExitAsync();
        Assert.Null((await run.ProgressAsync(start).WaitAsync(TimeSpan.FromSeconds(30))).ResourcesDone);
        Assert.Equal(new ResourceCount(3, 3), (await run.EndAsync(start)).Output.Resources);
    }

    [Fact]
    public async Task Resources_done_are_seen_while_it_runs_and_a_kill_leaves_how_far_it_was()
    {
        var steps = new JsonArray(Step("file[/a]", 0), Step("file[/b]", 0.6), Step("execute[migrate]", 600));
        using var run = new StandInRun(new JsonObject { ["report"] = true, ["recipes"] = new JsonObject { ["cookbook_c"] = steps } }, withHandler: true);
        var start = await run.StartAsync();
        await Eventually.BecomesTrue(async () => (await run.ProgressAsync(start)).ResourcesDone == 2, "two resources done");
        await run.KillAsync(start);
        var end = await run.EndAsync(start);
        Assert.Equal((null, "execute[migrate]"), (end.ExitCode, end.Output.ResourceAtWork));
        Assert.Null(RunOutcome.Of(end.Report, end.Output, "boot-1", "boot-1"));
        Assert.Equal("; 2 resources were done, execute[migrate] was at work", FailureCause.How(end.Output));
    }

    [Fact]
    public async Task A_requested_reboot_is_noted_and_decides_once_the_machine_has_restarted()
    {
        var steps = new JsonArray(Step("file[/a]", 0), new JsonObject { ["resource"] = "reboot[now]", ["reboot"] = "request" });
        using var run = new StandInRun(new JsonObject { ["report"] = true, ["recipes"] = new JsonObject { ["cookbook_c"] = steps } }, withHandler: true);
        var start = await run.StartAsync();
        var end = await run.EndAsync(start);
        Assert.Equal(35, end.ExitCode);
        Assert.Equal(ResultState.RebootPending, RunOutcome.Of(end.Report, end.Output, "boot-0", "boot-1")!.Value.State);
    }

    [Fact]
    public async Task The_sites_own_client_d_is_read_beside_the_handler()
    {
        using var run = new StandInRun(new JsonObject { ["report"] = true }, withHandler: true);
        var config = run.Order.Arguments[run.Order.Arguments.ToList().IndexOf("-c") + 1];
        Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(config)!, "client.d"));
        await File.WriteAllTextAsync(Path.Combine(Path.GetDirectoryName(config)!, "client.d", "site.rb"), "raise \"the site says no\"\n");
        var result = await run.ResultAsync();
        Assert.Equal((43, ReasonCode.Configuration), (result.ExitCode, result.Reason!.Code));
        Assert.Contains("site.rb", result.Reason.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/opt/chef #actors/client.d", null, false)]
    [InlineData("/opt/chef: actors", null, false)]
    [InlineData(null, "12.7.2", false)]
    [InlineData(null, "11.18.12", false)]
    [InlineData(null, "12.8.1", true)]
    [InlineData(null, "19.0.0-dev", true)]
    [InlineData(null, "unreadable", true)]
    [InlineData("/nowhere", null, false)]
    public void It_is_used_where_chef_can_be_told_of_it(string? directory, string? version, bool used)
    {
        var found = ReportHandler.Usable(directory ?? ReportHandler.InstalledDirectory, version, out var fault);
        Assert.Equal((used, !used), (found is not null, fault is not null));
    }

    private static JsonObject Step(string resource, double seconds) => new() { ["resource"] = resource, ["seconds"] = seconds };

    private static JsonObject Replay(string sample, string report) => new()
    {
        ["replay"] = Path.Combine(AppContext.BaseDirectory, "Samples", sample),
        ["replay_speed"] = 100,
        ["report"] = JsonNode.Parse(report),
    };
}
