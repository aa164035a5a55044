using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ChefActors.ChefStandIn.Native;
using ChefActors.Testing;

namespace ChefActors.ChefStandIn.Tests;

public sealed class RecordAndReplayTests : IDisposable
{
    private readonly Workspace _workspace = new(server: true);

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task Each_start_is_recorded_and_runs_under_one_lock_do_not_overlap()
    {
        var records = Path.Combine(_workspace.Root, "starts");
        var environment = new Dictionary<string, string?> { ["CHEF_STAND_IN_STARTS"] = records, ["CHEF_STAND_IN_SECONDS"] = "0.2" };
        var runs = Enumerable.Range(0, 5).Select(_ => _workspace.StartWith(new(environment), "-o", "recipe[a\u00E4],b")).ToList();
        foreach (var run in runs)
            Assert.Equal(0, await run.EndAsync());

        var lines = (await File.ReadAllLinesAsync(records)).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(15, lines.Count);
        var first = lines.First(line => line.GetProperty("pid").GetInt32() == runs[0].Id);
        Assert.Equal("start", first.GetProperty("event").GetString());
        Assert.Equal("web-1.example.com", first.GetProperty("node").GetString());
        Assert.Equal("recipe[a\u00E4],b", first.GetProperty("args")[3].GetString());

        // Chef's lock lets one through at a time, and the end is noted before it goes free: the lines alternate.
        var order = lines.Select(line => line.GetProperty("event").GetString()!).Where(happened => happened != "start");
        Assert.Equal(Enumerable.Repeat<string[]>(["locked", "end"], 5).SelectMany(pair => pair), order);
        Assert.All(
            lines.Where(line => line.GetProperty("event").GetString() == "end"),
            line => Assert.Equal(0, line.GetProperty("exit_code").GetInt32()));
        foreach (var run in runs)
            run.Dispose();
    }

    [Fact]
    public async Task A_killed_run_has_a_start_with_its_start_time_and_no_end()
    {
        var records = Path.Combine(_workspace.Root, "starts");
        using var run = _workspace.StartWith(new() { ["CHEF_STAND_IN_STARTS"] = records, ["CHEF_STAND_IN_SECONDS"] = "60" }, "-o", "a");
        await run.SeesAsync("Converging");
        var stat = await File.ReadAllTextAsync($"/proc/{run.Id}/stat");
        var startTime = long.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[19], CultureInfo.InvariantCulture);
        run.Signal(Libc.SigKill);
        await run.EndAsync();

        var lines = (await File.ReadAllLinesAsync(records)).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(["start", "locked"], lines.Select(line => line.GetProperty("event").GetString()!));
        Assert.Equal(startTime, lines[0].GetProperty("start_time").GetInt64());
    }

    [Theory]
    [Trait(Suite.Key, Suite.Long)]
    [InlineData("unicode-and-ansi", 0)]
    [InlineData("server-fail-execute", 1)]
    [InlineData("sigkill-in-execute", 137)]
    public async Task A_sample_is_replayed_byte_by_byte_with_its_end(string sample, int code)
    {
        using var run = _workspace.StartWith(new() { ["CHEF_STAND_IN_REPLAY"] = Path.ChangeExtension(SampleText.PathOf(sample, "stdout"), null) });
        Assert.Equal(code, await run.EndAsync());
        Assert.Equal(await File.ReadAllBytesAsync(SampleText.PathOf(sample, "stdout")), run.Output);
    }

    [Fact]
    public async Task A_replay_keeps_the_samples_time()
    {
        using var run = _workspace.StartWith(new() { ["CHEF_STAND_IN_REPLAY"] = Path.ChangeExtension(SampleText.PathOf("server-first-run-json", "stdout"), null) });
        Assert.Equal(0, await run.EndAsync());
        Assert.InRange(run.ArrivalOf("Infra Phase starting").TotalSeconds, 0.68, 10);
        Assert.True(run.Elapsed.TotalSeconds >= 1.6, $"took {run.Elapsed}");
    }

    [Fact]
    public async Task A_scenario_plays_a_sample_faster_than_it_was_captured()
    {
        var sample = Path.ChangeExtension(SampleText.PathOf("locked-waits", "stdout"), null);
        using var run = _workspace.StartWith(_workspace.Scenario($$"""{"replay":"{{sample}}","replay_speed":100}"""), "-o", "a");
        Assert.Equal(0, await run.EndAsync());
        Assert.Equal(await File.ReadAllBytesAsync(SampleText.PathOf("locked-waits", "stdout")), run.Output);
        Assert.True(run.Elapsed.TotalSeconds < 7, $"took {run.Elapsed}, as long as the sample");
    }

    [Theory]
    [InlineData(true, true, true)]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    public async Task A_report_is_written_where_the_handler_was_brought_and_the_scenario_says_so(bool says, bool brought, bool written)
    {
        var ours = Directory.CreateDirectory(Path.Combine(_workspace.Root, "ours")).FullName;
        await File.WriteAllTextAsync(Path.Combine(ours, "report_handler.rb"), "raise \"Ruby is not run\"\n");
        var environment = _workspace.Scenario($$"""{"updated":2,"report":{{(says ? "true" : "false")}} }""");
        environment["CHEFACTORS_REPORT"] = Path.Combine(_workspace.Root, "report.json");
        environment["CHEFACTORS_COMMAND"] = "R1";
        using var run = _workspace.StartWith(environment, [.. brought ? new[] { "--config-option", "client_d_dir=" + ours } : [], "-o", "a"]);
        Assert.Equal(0, await run.EndAsync());
        Assert.Equal(written, File.Exists(environment["CHEFACTORS_REPORT"]));
        if (!written) return;
        var report = JsonDocument.Parse(await File.ReadAllBytesAsync(environment["CHEFACTORS_REPORT"]!)).RootElement;
        Assert.Equal(("R1", true, 2, 3), (report.GetProperty("command").GetString(), report.GetProperty("succeeded").GetBoolean(), report.GetProperty("updated").GetInt32(), report.GetProperty("total").GetInt32()));
    }

    [Fact]
    public async Task With_its_reader_gone_it_ends_with_1_and_converges_no_further()
    {
        var scenario = _workspace.Scenario("""{"seconds":1,"recipes":{"a":[{"resource":"log[x]"},{"resource":"log[y]"},{"resource":"execute[z]","execute":"touch ROOT/reached"}]}}"""
            .Replace("ROOT", _workspace.Root, StringComparison.Ordinal));
        var start = new ProcessStartInfo("/bin/sh") { UseShellExecute = false };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add($"{{ '{StandInProcess.Executable}' -c '{_workspace.Config}' -o a; echo $? > '{_workspace.Root}/code'; }} | head -c 5 > /dev/null");
        start.Environment["CHEF_STAND_IN_SCENARIO"] = scenario["CHEF_STAND_IN_SCENARIO"];
        using var shell = Process.Start(start)!;
        await shell.WaitForExitAsync();
        Assert.Equal("1\n", await File.ReadAllTextAsync(Path.Combine(_workspace.Root, "code")));
        Assert.False(File.Exists(Path.Combine(_workspace.Root, "reached")));
    }
}
