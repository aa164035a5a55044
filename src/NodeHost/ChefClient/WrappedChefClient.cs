using System.Collections.Concurrent;
using ChefActors.NodeHost.ChefClient.Reporting;
using ChefActors.NodeHost.ChefClient.Stopping;
using ChefActors.NodeHost.Journal;
using Microsoft.Extensions.Logging;

namespace ChefActors.NodeHost.ChefClient;

/// <summary>
/// chef-client behind <c>wrapper.sh</c>: a session and group of its own, output to a file, the exit code noted by the wrapper, so that all of
/// it outlives this process and can be adopted by the next.
/// </summary>
internal sealed partial class WrappedChefClient(ChefClientSettings settings, KeptLogs logs, RunReportFile reports, RunForce force, TimeProvider time, ILogger<WrappedChefClient> logger) : IChefClient
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>Ends are told by SIGCHLD; this is for the case that it does not come (<see cref="ChildReaper.Sweep"/>).</summary>
    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(2);

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private static readonly string Wrapper = Path.Combine(AppContext.BaseDirectory, "wrapper.sh");

    /// <summary>Ours as it was when this began, without our secrets and without the marker.</summary>
    private readonly string[] _environment =
    [
        .. Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
            .Where(variable => !settings.HiddenEnvironment.Contains((string)variable.Key) && !RunMarker.IsName((string)variable.Key))
            .Select(variable => $"{variable.Key}={variable.Value}"),
    ];

    private readonly ConcurrentDictionary<ProcessIdentity, WrapperProcess> _children = new();
    private readonly ConcurrentDictionary<ProcessIdentity, RunDirectory> _held = new();
    private readonly ChildReaper _reaper = ChildReaper.Instance;
    private readonly SemaphoreSlim _spawning = new(1);

    /// <summary>The latest wrapper that this life started.</summary>
    private ProcessIdentity? _latest;

    /// <inheritdoc />
    public async Task<ProcessIdentity> SpawnAsync(RunOrder order, CancellationToken cancellationToken)
    {
        // A cgroup is one child's: the next is born after this process has moved on.
        await _spawning.WaitAsync(cancellationToken);
        try
        {
            var cgroup = await force.FreshLeafAsync();
            return await Task.Run(() => Spawn(order, cgroup), cancellationToken);
        }
        finally
        {
            _spawning.Release();
        }
    }

    /// <inheritdoc />
    public Task ReleaseAsync(ProcessIdentity wrapper)
    {
        if (!_held.TryRemove(wrapper, out var directory) || !_children.TryGetValue(wrapper, out var child)) return Task.CompletedTask;
        try
        {
            child.Release();
        }
        catch (IOException e)
        {
            // The wrapper is dead; WaitAsync tells how it ended.
            LogReleaseFailed(logger, wrapper.Pid, e.Message);
        }

        // Not before: this takes as long as the shell does to begin chef-client.
        return Task.Run(() => MemoryKiller.Note(directory));
    }

    /// <inheritdoc />
    public async Task DismissAsync(ProcessIdentity wrapper)
    {
        if (!_held.TryRemove(wrapper, out _) || !_children.TryRemove(wrapper, out var child)) return;
        child.Dispose();
        await EndOfAsync(child, CancellationToken.None);
    }

    /// <inheritdoc />
    public Task DismissHeldAsync() => Task.WhenAll(_held.Keys.Select(DismissAsync));

    /// <inheritdoc />
    public async Task<RunEnd> WaitAsync(JournalRecord.Start run, CancellationToken cancellationToken)
    {
        var leader = LeaderOf(run);
        if (_children.TryRemove(leader, out var child))
        {
            using (child) await EndOfAsync(child, cancellationToken);
        }

        while (ProcessGroup.IsAlive(leader, MarkerOf(run))) await Task.Delay(PollInterval, time, cancellationToken);
        force.Leave(new RunDirectory(run.Directory));
        return await ReadEndAsync(run, cancellationToken);
    }

    /// <inheritdoc />
    public async Task<RunEnd?> ObserveAsync(JournalRecord.Start run, CancellationToken cancellationToken)
    {
        if (run.BootId == settings.BootId && ProcessGroup.IsAlive(LeaderOf(run), MarkerOf(run))) return null;
        return await ReadEndAsync(run, cancellationToken);
    }

    /// <inheritdoc />
    public Task SignalAsync(JournalRecord.Start run, ChefSignal signal) => signal switch
    {
        ChefSignal.Interrupt => Task.Run(() => ProcessGroup.Interrupt(LeaderOf(run), MarkerOf(run))),
        ChefSignal.Kill => EndAllAsync(run),
        _ => throw new ArgumentOutOfRangeException(nameof(signal), signal, "a run is stopped by SIGINT and by force"),
    };

    /// <inheritdoc />
    public async Task<RunProgress> ProgressAsync(JournalRecord.Start run, CancellationToken cancellationToken)
    {
        var directory = new RunDirectory(run.Directory);
        var report = await RunReportFile.ReadLiveAsync(directory, run.Id, cancellationToken);
        return new RunProgress(await OutputFile.LockHolderAsync(directory.Output, cancellationToken), report?.ResourcesDone);
    }

    /// <inheritdoc />
    public Task KeepLogAsync(string command, CancellationToken cancellationToken) => Task.Run(() => logs.Keep(command), cancellationToken);

    private async Task EndAllAsync(JournalRecord.Start run)
    {
        // After a restart of the machine its pids are strangers'.
        if (run.BootId != settings.BootId) return;
        await force.EndAsync(run, LeaderOf(run) == _latest);
        force.Leave(new RunDirectory(run.Directory));
    }

    private async Task EndOfAsync(WrapperProcess child, CancellationToken cancellationToken)
    {
        while (await Task.WhenAny(child.Exited, Task.Delay(SweepInterval, time, cancellationToken)) != child.Exited)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _reaper.Sweep();
        }
    }

    private static ProcessIdentity LeaderOf(JournalRecord.Start run) => new(run.Pid, run.PidStart);

    private static RunMarker MarkerOf(JournalRecord.Start run) => new(run.Id, run.Directory);

    private ProcessIdentity Spawn(RunOrder order, CgroupDirectory? cgroup)
    {
        var directory = order.Directory;
        if (Directory.Exists(directory.Path)) Directory.Delete(directory.Path, recursive: true);
        MakeRunsDirectory(Path.GetDirectoryName(directory.Path)!);
        Directory.CreateDirectory(directory.Path, OwnerOnly);
        using (new FileStream(directory.FreshExit, Reserved()))
        {
            // Its blocks are what counts: a full disk refuses them here, before anything was started.
        }

        // Both files are made here with mode 0600: a umask of the wrapper's would become chef-client's, and recipes' files would be closed to everybody.
        new FileStream(directory.Output, DurableFile.OwnerOnly(FileMode.CreateNew)).Dispose();

        // The shell begins while its file is written; it is held until all of it is there.
        var child = WrapperProcess.Start([Wrapper, directory.Path, settings.ChefClient, .. order.Arguments], EnvironmentOf(order));
        if (cgroup is not null) force.MoveOn();
        ProcessIdentity identity;
        try
        {
            if (cgroup is not null) RunCgroup.Note(directory, cgroup);
            if (order.Json is { } json)
            {
                using var file = new FileStream(directory.Json, DurableFile.OwnerOnly(FileMode.CreateNew));
                file.Write(json);
            }

            identity = ProcessIdentity.Read(child.Pid) ?? throw new IOException($"the wrapper of command {order.Command} ended before it could be named");
        }
        catch
        {
            // End of file instead of go: it ends by itself, and is waited for.
            child.Dispose();
            throw;
        }

        _latest = identity;
        _children[identity] = child;
        _held[identity] = directory;
        return identity;
    }

    private string[] EnvironmentOf(RunOrder order)
    {
        var ours = ReportHandler.Environment(order.Directory, settings.SiteClientDirectory).Select(variable => $"{variable.Item1}={variable.Item2}");
        return [.. _environment, .. ours, .. new RunMarker(order.Command, order.Directory.Path).Variables];
    }

    /// <summary>Never the state directory: where that is gone, a run's files would be found by nobody.</summary>
    private static void MakeRunsDirectory(string runs)
    {
        var state = Path.GetDirectoryName(runs)!;
        if (!Directory.Exists(state)) throw new IOException($"the state directory {state} is gone");
        Directory.CreateDirectory(runs, OwnerOnly);
    }

    private static FileStreamOptions Reserved()
    {
        var options = DurableFile.OwnerOnly(FileMode.CreateNew);
        options.PreallocationSize = RunDirectory.ReservedBytes;
        return options;
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
