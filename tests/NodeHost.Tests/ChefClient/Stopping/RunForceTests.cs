using System.Globalization;
using ChefActors.NodeHost.ChefClient;
using ChefActors.NodeHost.ChefClient.Reporting;
using ChefActors.NodeHost.ChefClient.Stopping;
using ChefActors.NodeHost.Journal;
using ChefActors.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChefActors.NodeHost.Tests.ChefClient.Stopping;

/// <summary>Real processes, ended as after an adoption: by parents, sessions and environment. The other means are shown with real node hosts (Integration.Tests).</summary>
public sealed class RunForceTests : IDisposable
{
    private readonly TemporaryDirectory _state = new();
    private readonly string _id = "R" + Guid.NewGuid().ToString("N");

    public void Dispose()
    {
        foreach (var process in ProcessEntry.ReadAll().Values.Where(process => process.Pid != Environment.ProcessId && IsOfTest(process.Pid))) ProcessSignal.Send(process.Identity, ChefSignal.Kill);
        _state.Dispose();
    }

    [Fact]
    public async Task Double_forks_daemons_and_those_that_start_again_whoever_is_killed_are_all_ended()
    {
        var run = await StartAsync("""
            trap '' INT TERM
            again() { while :; do sh -c 'echo $$ >>"$1/children"; exec sleep 300' sh "$1"; done; }
            (setsid sh -c 'trap "" TERM; (while :; do sleep 300; done) & while :; do sleep 300; done' &)
            (nohup sh -c 'while :; do sleep 300; done' >/dev/null 2>&1 &)
            again "$d" & again "$d" & again "$d" &
            until [ "$(wc -l <"$d/children")" -ge 3 ]; do sleep 0.02; done 2>/dev/null
            """);
        await ForceAsync(run);
        Assert.Empty(Living());
        Assert.Equal(3, File.ReadAllLines(_state["children"]).Length);
    }

    [Fact]
    public async Task A_shell_that_bears_the_marker_and_a_leftover_of_another_run_live_on()
    {
        var run = await StartAsync("");
        var own = string.Join(' ', new RunMarker(_id, run.Directory).Variables.Select(variable => $"'{variable.Name}={variable.Value}'"));
        var other = $"{RunMarker.RunVariable}={_state["runs/another.1"]}";
        using var shell = new System.Diagnostics.Process
        {
            StartInfo = new System.Diagnostics.ProcessStartInfo("setsid", ["sh", "-c", $"""
                env {own} sh -c 'echo $$ >"$1/operator.new"; mv "$1/operator.new" "$1/operator"; while :; do sleep 300; done' sh '{_state.FullName}' &
                (env '{other}' setsid sh -c 'echo $$ >"$1/another.new"; mv "$1/another.new" "$1/another"; exec sleep 300' sh '{_state.FullName}' &)
                wait
                """]),
        };
        shell.Start();
        await Eventually.BecomesTrue(() => File.Exists(_state["operator"]) && File.Exists(_state["another"]), "both");
        await ForceAsync(run);
        Assert.True(ProcessIdentity.Read(Pid("operator")) is not null, "the operator's shell was ended");
        Assert.True(ProcessIdentity.Read(Pid("another")) is not null, "another run's leftover was ended");
        Assert.Null(ProcessIdentity.Read(run.Pid));
        ProcessSignal.Send(ProcessIdentity.Read(Pid("operator"))!.Value, ChefSignal.Kill);
        await shell.WaitForExitAsync();
    }

    [Fact]
    public async Task A_pid_that_another_process_has_now_is_not_signalled()
    {
        var run = await StartAsync("");
        var self = ProcessEntry.Read(run.Pid)!.Identity;
        Assert.False(ProcessSignal.Send(self with { StartTime = self.StartTime + 1 }, ChefSignal.Kill));
        Assert.NotNull(ProcessIdentity.Read(run.Pid));
        Assert.True(ProcessSignal.Send(self, ChefSignal.Kill));
        await Eventually.BecomesTrue(() => ProcessEntry.Read(run.Pid) is null, "its end, reaped");
        Assert.False(ProcessSignal.Send(self, ChefSignal.Kill));
    }

    /// <summary>Starts a run, releases it, and waits until its chef-client has come to its end: <c>wait</c>.</summary>
    private async Task<JournalRecord.Start> StartAsync(string script)
    {
        File.WriteAllText(_state["chef-client"], $"""
            #!/bin/sh
            d='{_state.FullName}'
            {script}
            touch "$d/ready"
            while :; do sleep 0.2; done
            """.ReplaceLineEndings("\n"));
        File.SetUnixFileMode(_state["chef-client"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var first = Client();
        var directory = RunDirectory.Of(_state.FullName, _id, 1);
        var wrapper = await first.SpawnAsync(new RunOrder(_id, 1, directory, [], null), CancellationToken.None);
        await first.ReleaseAsync(wrapper);
        await Eventually.BecomesTrue(() => File.Exists(_state["ready"]), "what the run starts", TimeSpan.FromSeconds(60));
        return Journal.Records.Start(_id) with { Pid = wrapper.Pid, PidStart = wrapper.StartTime, BootId = "boot-1", Directory = directory.Path };
    }

    /// <summary>By another instance, as after a restart.</summary>
    private async Task ForceAsync(JournalRecord.Start run)
    {
        var second = Client();
        await second.SignalAsync(run, ChefSignal.Kill).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Null((await second.WaitAsync(run, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(60))).Exit);
    }

    private WrappedChefClient Client() => new(
        new ChefClientSettings(_state["chef-client"], _state.FullName, "boot-1", []),
        new KeptLogs(_state.FullName, 50, 1_000_000),
        new RunReportFile(NullLogger<RunReportFile>.Instance),
        new RunForce(null, StopMeansKind.Marker, TimeProvider.System, NullLogger<RunForce>.Instance),
        TimeProvider.System,
        NullLogger<WrappedChefClient>.Instance);

    private IEnumerable<string> Living() =>
        ProcessEntry.ReadAll().Values.Where(process => !process.IsZombie && process.Pid != Environment.ProcessId && IsOfTest(process.Pid)).Select(process => $"{process.Pid} {process.Name}");

    /// <summary>What this test started names its directory somewhere in its environment or arguments.</summary>
    private bool IsOfTest(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/environ").Contains(_state.FullName, StringComparison.Ordinal) || File.ReadAllText($"/proc/{pid}/cmdline").Contains(_state.FullName, StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private int Pid(string name) => int.Parse(File.ReadAllText(_state[name]), CultureInfo.InvariantCulture);
}
