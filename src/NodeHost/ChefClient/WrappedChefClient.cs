using System.Collections.Concurrent;
using System.Diagnostics;
using ChefActors.NodeHost.ChefClient.Reporting;
using ChefActors.NodeHost.Journal;
using Microsoft.Extensions.Logging;

namespace ChefActors.NodeHost.ChefClient;

/// <summary>
/// chef-client behind <c>wrapper.sh</c>: a session and group of its own, output to a file, the exit code noted by the wrapper, so that all of
/// it outlives this process and can be adopted by the next.
/// </summary>
internal sealed partial class WrappedChefClient(ChefClientSettings settings, KeptLogs logs, RunReportFile reports, TimeProvider time, ILogger<WrappedChefClient> logger) : IChefClient
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private static readonly string Wrapper = Path.Combine(AppContext.BaseDirectory, "wrapper.sh");

    private readonly ConcurrentDictionary<ProcessIdentity, Process> _children = new();
    private readonly ConcurrentDictionary<ProcessIdentity, bool> _held = new();

    /// <inheritdoc />
    public Task<ProcessIdentity> SpawnAsync(RunOrder order, CancellationToken cancellationToken) => Task.Run(() => Spawn(order), cancellationToken);

    /// <inheritdoc />
    public async Task ReleaseAsync(ProcessIdentity wrapper)
    {
        if (!_held.TryRemove(wrapper, out _) || !_children.TryGetValue(wrapper, out var child)) return;
        try
        {
            await child.StandardInput.WriteAsync("go\n");
            await child.StandardInput.FlushAsync();
            child.StandardInput.Close();
        }
        catch (IOException e)
        {
            // The wrapper is dead; WaitAsync tells how it ended.
            LogReleaseFailed(logger, wrapper.Pid, e.Message);
        }
    }

    /// <inheritdoc />
    public async Task DismissAsync(ProcessIdentity wrapper)
    {
        if (!_held.TryRemove(wrapper, out _) || !_children.TryRemove(wrapper, out var child)) return;
        using (child)
        {
            child.StandardInput.Close();
            await child.WaitForExitAsync();
        }
    }

    /// <inheritdoc />
    public Task DismissHeldAsync() => Task.WhenAll(_held.Keys.Select(DismissAsync));

    /// <inheritdoc />
    public async Task<RunEnd> WaitAsync(JournalRecord.Start run, CancellationToken cancellationToken)
    {
        var leader = new ProcessIdentity(run.Pid, run.PidStart);
        if (_children.TryRemove(leader, out var child))
        {
            using (child) await child.WaitForExitAsync(cancellationToken);
        }

        while (ProcessGroup.IsAlive(leader, run.Id)) await Task.Delay(PollInterval, time, cancellationToken);
        return await ReadEndAsync(run, cancellationToken);
    }

    /// <inheritdoc />
    public async Task<RunEnd?> ObserveAsync(JournalRecord.Start run, CancellationToken cancellationToken)
    {
        if (run.BootId == settings.BootId && ProcessGroup.IsAlive(new ProcessIdentity(run.Pid, run.PidStart), run.Id)) return null;
        return await ReadEndAsync(run, cancellationToken);
    }

    /// <inheritdoc />
    public Task SignalAsync(JournalRecord.Start run, ChefSignal signal) => Task.Run(() =>
    {
        _ = ProcessGroup.Signal(new ProcessIdentity(run.Pid, run.PidStart), run.Id, signal);
        if (signal == ChefSignal.Kill) ProcessGroup.KillMarked(run.Id);
    });

    /// <inheritdoc />
    public async Task<RunProgress> ProgressAsync(JournalRecord.Start run, CancellationToken cancellationToken)
    {
        var directory = new RunDirectory(run.Directory);
        var report = await RunReportFile.ReadLiveAsync(directory, run.Id, cancellationToken);
        return new RunProgress(await OutputFile.LockHolderAsync(directory.Output, cancellationToken), report?.ResourcesDone);
    }

    /// <inheritdoc />
    public Task KeepLogAsync(string command, CancellationToken cancellationToken) => Task.Run(() => logs.Keep(command), cancellationToken);

    private ProcessIdentity Spawn(RunOrder order)
    {
        var directory = order.Directory;
        if (Directory.Exists(directory.Path)) Directory.Delete(directory.Path, recursive: true);
        Directory.CreateDirectory(Path.GetDirectoryName(directory.Path)!, OwnerOnly);
        Directory.CreateDirectory(directory.Path, OwnerOnly);
        MemoryKiller.Note(directory);
        if (order.Json is { } json)
        {
            using var file = new FileStream(directory.Json, DurableFile.OwnerOnly(FileMode.CreateNew));
            file.Write(json);
        }

        // setsid: .NET starts no process in a group of its own. env: .NET's children inherit SIGPIPE ignored, which a shell cannot undo.
        var start = new ProcessStartInfo("setsid") { RedirectStandardInput = true, UseShellExecute = false, WorkingDirectory = "/" };
        foreach (var argument in new[] { "env", "--default-signal=PIPE", "sh", Wrapper, directory.Path, settings.ChefClient }) start.ArgumentList.Add(argument);
        foreach (var argument in order.Arguments) start.ArgumentList.Add(argument);
        start.Environment[ProcessGroup.Marker] = order.Command;
        foreach (var (name, value) in ReportHandler.Environment(directory, settings.SiteClientDirectory)) start.Environment[name] = value;
        foreach (var name in settings.HiddenEnvironment) start.Environment.Remove(name);

        Process child;
        try
        {
            child = Process.Start(start) ?? throw new IOException("setsid was not started");
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new IOException($"the wrapper cannot be started: setsid (util-linux) is needed: {e.Message}", e);
        }

        if (ProcessIdentity.Read(child.Id) is not { } identity)
        {
            child.Dispose();
            throw new IOException($"the wrapper of command {order.Command} ended before it could be named");
        }

        _children[identity] = child;
        _held[identity] = true;
        return identity;
    }

    private async Task<RunEnd> ReadEndAsync(JournalRecord.Start run, CancellationToken cancellationToken)
    {
        var directory = new RunDirectory(run.Directory);
        var exit = File.Exists(directory.Exit) ? (await File.ReadAllTextAsync(directory.Exit, cancellationToken)).Trim() : "";
        var report = await reports.ReadAsync(directory, run.Id, cancellationToken);
        var output = await OutputFile.ReadAsync(directory.Output, cancellationToken);
        if (run.BootId == settings.BootId) output = output with { ProcessesKilledForMemory = MemoryKiller.KilledSince(directory) };
        return new RunEnd(exit.Length == 0 ? null : exit, output.CompletedBy(report), time.GetUtcNow()) { Report = report };
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "the wrapper with pid {Pid} was gone before it was released: {Error}")]
    private static partial void LogReleaseFailed(ILogger logger, int pid, string error);
}
