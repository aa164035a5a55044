using System.Diagnostics;
using System.Text.Json;
using ChefActors.ChefStandIn.Native;
using ChefActors.Testing;

namespace ChefActors.ChefStandIn.Tests;

public sealed class SignalTests
{
    private const int Killed = 128 + Libc.SigKill;

    [Fact]
    public async Task One_SIGINT_ends_the_run_with_2_after_three_seconds_and_prints_its_sample()
    {
        using var workspace = new Workspace(server: true);
        using var run = workspace.Start("-o", "recipe[cookbook_sleep]");
        await run.SeesAsync("execute[long-job] action run");
        var clock = Stopwatch.StartNew();
        run.Signal(Libc.SigInt);
        await SampleTests.AssertEndsAsync("server-sigint", run, workspace);
        Assert.InRange(clock.Elapsed.TotalSeconds, 2.95, 10);
    }

    [Fact]
    public async Task A_command_that_ignores_SIGTERM_is_killed_after_SIGINT_and_the_lock_is_free()
    {
        using var workspace = new Workspace(server: false);
        using var command = new LeftCommand(workspace.Root);
        using var run = Start(workspace, command.Line("trap '' TERM; while :; do sleep 0.1; done"));
        await command.StartsAsync();
        run.Signal(Libc.SigInt);
        Assert.Equal(2, await run.EndAsync());
        await Poll.UntilAsync(() => !command.IsAlive, "the command's death");

        using var next = workspace.Start("--run-lock-timeout", "0", "-o", "recipe[x]");
        Assert.Equal(0, await next.EndAsync());
    }

    [Fact]
    public async Task A_second_SIGINT_ends_it_at_once_and_leaves_a_command_that_ignores_SIGTERM()
    {
        using var workspace = new Workspace(server: false);
        using var command = new LeftCommand(workspace.Root);
        using var run = Start(workspace, command.Line("trap '' TERM; while :; do sleep 0.1; done"));
        await command.StartsAsync();
        run.Signal(Libc.SigInt);
        await run.SeesAsync("SIGINT received, stopping");
        var clock = Stopwatch.StartNew();
        run.Signal(Libc.SigInt);
        Assert.Equal(2, await run.EndAsync());
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(2.5), $"took {clock.Elapsed}");
        Assert.True(command.IsAlive);
    }

    [Fact]
    [Trait(Suite.Key, Suite.Long)]
    public async Task SIGTERM_SIGHUP_and_SIGQUIT_are_ignored_during_the_run()
    {
        using var workspace = new Workspace(server: false);
        using var run = workspace.Start("-N", "local.example.com", "-o", "recipe[cookbook_sleep8]");
        await run.SeesAsync("execute[middle-job] action run");
        run.Signal(Libc.SigTerm);
        run.Signal(Libc.SigHup);
        run.Signal(Libc.SigQuit);
        await SampleTests.AssertEndsAsync("sigterm-in-execute", run, workspace);
    }

    [Fact]
    public async Task SIGTERM_before_the_run_begins_ends_it_with_3()
    {
        using var workspace = new Workspace(server: false);
        var records = Path.Combine(workspace.Root, "starts");
        using var run = workspace.StartWith(new() { ["CHEF_STAND_IN_STARTS"] = records }, "-N", "late.example.com");
        await Poll.UntilAsync(() => File.Exists(records), "the start's record");
        run.Signal(Libc.SigTerm);
        await SampleTests.AssertEndsAsync("sigterm-early", run, workspace);
    }

    [Fact]
    public async Task SIGKILL_leaves_the_command_in_a_session_of_its_own_and_the_lock_free()
    {
        using var workspace = new Workspace(server: false);
        using var command = new LeftCommand(workspace.Root);
        using var run = Start(workspace, command.Line("exec sleep 60"));
        await command.StartsAsync();
        var fields = command.Fields();
        Assert.Equal([run.Id, command.Id, command.Id], fields[1..4].Select(int.Parse));

        run.Signal(Libc.SigKill);
        Assert.Equal(Killed, await run.EndAsync());
        Assert.True(command.IsAlive);
        using var next = workspace.Start("--run-lock-timeout", "0", "-o", "recipe[x]");
        Assert.Equal(0, await next.EndAsync());
    }

    [Fact]
    public async Task SIGKILL_in_a_command_leaves_the_output_where_it_was()
    {
        using var workspace = new Workspace(server: false);
        using var command = new LeftCommand(workspace.Root);
        var line = JsonSerializer.Serialize(command.Line("exec sleep 60"));
        using var run = workspace.StartWith(
            workspace.Scenario(
                $$$"""
                {"recipes":{"cookbook_sleep8":[
                  {"resource":"file[/srv/chef/nodes/web-1.example.com/data/before.txt]","outcome":"up_to_date"},
                  {"resource":"execute[middle-job]","execute":{{{line}}}}, {"resource":"log[never]"}]}}
                """),
            "-o", "recipe[cookbook_sleep8]");
        await command.StartsAsync();
        run.Signal(Libc.SigKill);
        Assert.Equal(Killed, await run.EndAsync());
        Assert.Equal(SampleText.Sample("sigkill-in-execute", "stdout"), SampleText.Of(run.Output, workspace.Root));
    }

    [Fact]
    public async Task A_daemon_that_keeps_the_pipe_open_does_not_keep_the_run()
    {
        using var workspace = new Workspace(server: false);
        using var daemon = new LeftCommand(workspace.Root);
        var inner = daemon.Line("exec sleep 60");
        using var run = Start(workspace, $"setsid sh -c '{inner}' & sleep 0.3");
        Assert.Equal(0, await run.EndAsync());
        Assert.True(run.Elapsed < TimeSpan.FromSeconds(20), $"took {run.Elapsed}");
        Assert.True(daemon.IsAlive);
    }

    private static StandInProcess Start(Workspace workspace, string command) => workspace.StartWith(
        workspace.Scenario($$$"""{"recipes":{"job":[{"resource":"execute[job]","execute":{{{JsonSerializer.Serialize(command)}}}}]}}"""),
        "-o", "recipe[job]");
}
