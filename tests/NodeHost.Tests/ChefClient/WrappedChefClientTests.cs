using System.Diagnostics;
using System.Globalization;
using ChefActors.Core.Commands;
using ChefActors.NodeHost.ChefClient;
using ChefActors.NodeHost.ChefClient.Reporting;
using ChefActors.NodeHost.ChefClient.Stopping;
using ChefActors.NodeHost.Journal;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChefActors.NodeHost.Tests.ChefClient;

/// <summary>The real wrapper and real processes; chef-client is a few lines of shell.</summary>
public sealed class WrappedChefClientTests : IDisposable
{
    private readonly string _state = Directory.CreateTempSubdirectory("chefactors-wrapper-").FullName;
    private readonly string _id = "R" + Guid.NewGuid().ToString("N");

    public void Dispose()
    {
        var marker = new RunMarker(_id, RunDirectory.Of(_state, _id, 1).Path);
        foreach (var process in ProcessEntry.ReadAll().Values.Where(process => marker.Read(process.Pid) == RunMark.This)) ProcessSignal.Send(process.Identity, ChefSignal.Kill);
        Directory.Delete(_state, recursive: true);
    }

    [Fact]
    public async Task A_held_wrapper_starts_nothing_until_go_and_notes_the_code()
    {
        var client = Client("echo started; exit 7");
        var run = await SpawnAsync(client);
        Assert.Null(await client.ObserveAsync(run, CancellationToken.None));
        Assert.Equal("", await File.ReadAllTextAsync(Output));
        await client.ReleaseAsync(new ProcessIdentity(run.Pid, run.PidStart));
        var end = await EndAsync(client, run);
        Assert.Equal((7, "started\n"), (end.ExitCode, await File.ReadAllTextAsync(Output)));
        Assert.False(File.Exists(Path.Combine(run.Directory, "exit.new")));
    }

    [Fact]
    public async Task A_dismissed_wrapper_says_that_it_never_started()
    {
        var client = Client("echo started");
        var run = await SpawnAsync(client);
        await client.DismissAsync(new ProcessIdentity(run.Pid, run.PidStart));
        var end = await client.ObserveAsync(run, CancellationToken.None);
        Assert.True(end!.NeverStarted);
        Assert.Equal("", await File.ReadAllTextAsync(Output));

        // Too late.
        await client.ReleaseAsync(new ProcessIdentity(run.Pid, run.PidStart));
        Assert.True((await client.ObserveAsync(run, CancellationToken.None))!.NeverStarted);
    }

    [Fact]
    public async Task A_run_that_a_signal_ended_is_128_and_the_signal()
    {
        var client = Client("kill -9 $$");
        Assert.Equal(137, (await RunAsync(client)).ExitCode);
    }

    [Fact]
    public async Task Another_instance_adopts_a_living_run_and_reads_its_end()
    {
        var first = Client("""while [ ! -e "$(dirname "$0")/go-on" ]; do sleep 0.05; done; exit 3""");
        var run = await SpawnAsync(first);
        await first.ReleaseAsync(new ProcessIdentity(run.Pid, run.PidStart));
        var second = Client(null);
        Assert.Null(await second.ObserveAsync(run, CancellationToken.None));
        await File.WriteAllTextAsync(Path.Combine(_state, "go-on"), "");
        Assert.Equal(3, (await EndAsync(second, run)).ExitCode);
        Assert.Equal(3, (await second.ObserveAsync(run, CancellationToken.None))!.ExitCode);
    }

    [Fact]
    public async Task A_run_of_another_boot_does_not_live_whatever_its_pid()
    {
        var client = Client("sleep 60");
        var run = await SpawnAsync(client);
        Assert.NotNull(await client.ObserveAsync(run with { BootId = "another" }, CancellationToken.None));
        Assert.NotNull(await client.ObserveAsync(run with { PidStart = run.PidStart + 1 }, CancellationToken.None));
        await client.DismissHeldAsync();
    }

    [Fact]
    public async Task A_killed_wrapper_does_not_hide_the_chef_client_that_lives_on()
    {
        var client = Client("""echo $$ >"$(dirname "$0")/pid"; sleep 60""");
        var run = await SpawnAsync(client);
        await client.ReleaseAsync(new ProcessIdentity(run.Pid, run.PidStart));
        await UntilAsync(() => File.Exists(Path.Combine(_state, "pid")));
        using (var wrapper = Process.GetProcessById(run.Pid)) wrapper.Kill();
        await UntilAsync(() => ProcessIdentity.Read(run.Pid) is null);
        Assert.Null(await client.ObserveAsync(run, CancellationToken.None));
        await client.SignalAsync(run, ChefSignal.Kill);
        Assert.Null((await EndAsync(client, run)).Exit);
    }

    [Fact]
    public async Task A_signal_reaches_chef_client_and_the_wrapper_lives_to_note_the_code()
    {
        var client = Client("""trap 'exit 2' INT; touch "$(dirname "$0")/ready"; while :; do sleep 0.05; done""");
        var run = await SpawnAsync(client);
        await client.ReleaseAsync(new ProcessIdentity(run.Pid, run.PidStart));
        await UntilAsync(() => File.Exists(Path.Combine(_state, "ready")));
        await client.SignalAsync(run, ChefSignal.Interrupt);
        Assert.Equal(2, (await EndAsync(client, run)).ExitCode);
    }

    [Fact]
    public async Task Arguments_arrive_as_they_are()
    {
        string[] arguments = ["a b", "$(touch /nowhere)", "`x`", "'", "\"", "*", "", "a;b", "-n", "\\", "ü"];
        var client = Client("""for a in "$@"; do printf '[%s]\n' "$a"; done""");
        await RunAsync(client, arguments);
        Assert.Equal(string.Concat(arguments.Select(argument => $"[{argument}]\n")), await File.ReadAllTextAsync(Output));
    }

    [Fact]
    public async Task Output_errors_and_secrets_are_for_nobody_else()
    {
        Environment.SetEnvironmentVariable("CHEFACTORS_TEST_SECRET", "s3cret");
        var client = Client("""echo out; echo err >&2; echo "$CHEFACTORS_TEST_SECRET"; cat; echo "$CHEFACTORS_COMMAND" """);
        var run = await SpawnAsync(client, json: "{}"u8.ToArray());
        const UnixFileMode OwnFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.Equal(OwnFile | UnixFileMode.UserExecute, File.GetUnixFileMode(run.Directory));
        Assert.Equal(OwnFile, File.GetUnixFileMode(new RunDirectory(run.Directory).Json));
        await client.ReleaseAsync(new ProcessIdentity(run.Pid, run.PidStart));
        await EndAsync(client, run);
        Assert.Equal(OwnFile, File.GetUnixFileMode(Output));
        Assert.Equal(OwnFile, File.GetUnixFileMode(new RunDirectory(run.Directory).Exit));
        Assert.Equal($"out\nerr\n\n{_id}\n", await File.ReadAllTextAsync(Output));
    }

    /// <summary>Chef gives files without a mode what the umask leaves: a stricter one would close what a recipe means to be read.</summary>
    [Fact]
    public async Task Chef_client_has_the_umask_that_the_node_host_has()
    {
        var client = Client("umask");
        var run = await SpawnAsync(client);
        await client.ReleaseAsync(new ProcessIdentity(run.Pid, run.PidStart));
        await EndAsync(client, run);
        var ours = File.ReadLines("/proc/self/status").First(line => line.StartsWith("Umask:", StringComparison.Ordinal))["Umask:".Length..].Trim();
        Assert.Equal(ours, (await File.ReadAllTextAsync(Output)).Trim());
    }

    /// <summary>What the group's signals, the adoption and a recipe's pipes rely on (proc(5): fields 5 and 6 of stat, SigIgn and SigBlk of status).</summary>
    [Fact]
    public async Task It_leads_a_session_and_a_group_of_its_own_with_no_signal_ignored_or_blocked_in_the_root_directory()
    {
        var client = Client("cat /proc/$$/stat; grep -E '^Sig(Ign|Blk)' /proc/self/status; pwd");
        var run = await SpawnAsync(client);
        await client.ReleaseAsync(new ProcessIdentity(run.Pid, run.PidStart));
        await EndAsync(client, run);
        var lines = await File.ReadAllLinesAsync(Output);
        var fields = lines[0][(lines[0].LastIndexOf(')') + 2)..].Split(' ');
        Assert.Equal((run.Pid, run.Pid), (int.Parse(fields[2], CultureInfo.InvariantCulture), int.Parse(fields[3], CultureInfo.InvariantCulture)));
        Assert.Equal(("SigBlk:\t0000000000000000", "/"), (lines[1], lines[3]));

        // 32 and 33 are the C library's own: its posix_spawn leaves them ignored.
        Assert.Equal(0, long.Parse(lines[2]["SigIgn:".Length..], NumberStyles.HexNumber | NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture) & 0x7fffffff);
    }

    [Fact]
    public async Task A_chef_client_that_is_not_there_is_127()
    {
        var client = Client(null);
        var end = await RunAsync(client);
        Assert.Equal(127, end.ExitCode);
    }

    [Fact]
    public async Task The_log_is_kept_and_the_rest_goes()
    {
        var client = Client("echo kept");
        await RunAsync(client);
        await client.KeepLogAsync(_id, CancellationToken.None);
        Assert.False(Directory.Exists(Path.GetDirectoryName(Output)));
        Assert.Equal("kept\n", await File.ReadAllTextAsync(Path.Combine(_state, "logs", _id + ".1")));
    }

    private string Output => RunDirectory.Of(_state, _id, 1).Output;

    private WrappedChefClient Client(string? script)
    {
        var path = Path.Combine(_state, script is null ? "missing" : "chef-client");
        if (script is not null)
        {
            File.WriteAllText(path, "#!/bin/sh\n" + script + "\n");
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return new WrappedChefClient(
            new ChefClientSettings(path, _state, "boot-1", ["CHEFACTORS_TEST_SECRET"]), new KeptLogs(_state, 50, 1_000_000), new RunReportFile(NullLogger<RunReportFile>.Instance), new RunForce(null, StopMeansKind.Marker, TimeProvider.System, NullLogger<RunForce>.Instance), TimeProvider.System, NullLogger<WrappedChefClient>.Instance);
    }

    private async Task<JournalRecord.Start> SpawnAsync(WrappedChefClient client, string[]? arguments = null, byte[]? json = null)
    {
        var directory = RunDirectory.Of(_state, _id, 1);
        var wrapper = await client.SpawnAsync(new RunOrder(_id, 1, directory, arguments ?? [], json), CancellationToken.None);
        await UntilAsync(() => File.Exists(directory.Output));
        return Journal.Records.Start(_id) with { Pid = wrapper.Pid, PidStart = wrapper.StartTime, BootId = "boot-1", Directory = directory.Path };
    }

    private async Task<RunEnd> RunAsync(WrappedChefClient client, string[]? arguments = null)
    {
        var run = await SpawnAsync(client, arguments);
        await client.ReleaseAsync(new ProcessIdentity(run.Pid, run.PidStart));
        return await EndAsync(client, run);
    }

    private static Task<RunEnd> EndAsync(WrappedChefClient client, JournalRecord.Start run) => client.WaitAsync(run, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(60));

    private static async Task UntilAsync(Func<bool> fact)
    {
        for (var i = 0; !fact(); i++)
        {
            Assert.True(i < 3000, "it did not happen within a minute");
            await Task.Delay(20);
        }
    }
}
