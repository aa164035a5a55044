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

    /// <summary>A start has other things to do first.</summary>
    private static readonly TimeSpan AfterStart = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<ProcessIdentity, WrapperProcess> _children = new();
    private readonly ConcurrentDictionary<ProcessIdentity, RunDirectory> _held = new();
    private readonly ChildReaper _reaper = ChildReaper.Instance;
    private readonly WrapperStock _stock = new(settings, force, logger);

    /// <summary>The latest wrapper that this life started.</summary>
    private ProcessIdentity? _latest;

    /// <inheritdoc />
    public async Task<ProcessIdentity> SpawnAsync(RunOrder order, CancellationToken cancellationToken)
    {
        var wrapper = await _stock.TakeAsync(held => Prepare(held, order), cancellationToken);
        _latest = wrapper.Identity;
        _children[wrapper.Identity] = wrapper.Process;
        _held[wrapper.Identity] = order.Directory;
        return wrapper.Identity;
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
        Refill();
    }

    /// <inheritdoc />
    public async Task DismissHeldAsync()
    {
        await Task.WhenAll(_held.Keys.Select(DismissAsync));
        _ = FillLaterAsync();
    }

    /// <inheritdoc />
    public async Task<RunEnd> WaitAsync(JournalRecord.Start run, CancellationToken cancellationToken)
    {
        _stock.RunIsUnderWay();
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
        _stock.RunIsUnderWay();
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
    public async Task KeepLogAsync(string command, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Run(() => logs.Keep(command), cancellationToken);
        }
        finally
        {
            Refill();
        }
    }

    /// <summary>In the background: nobody waits for it, and a failure of its own it logs.</summary>
    private void Refill() => _ = _stock.RefillAsync();

    private async Task FillLaterAsync()
    {
        await Task.Delay(AfterStart, time);
        await _stock.FillUnlessUnderWayAsync();
    }

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

    private void Prepare(HeldWrapper wrapper, RunOrder order)
    {
        var directory = order.Directory;
        var lines = WrapperLines.Of(
            directory, [.. ReportHandler.Environment(directory, settings.SiteClientDirectory), .. new RunMarker(order.Command, directory.Path).Variables], [settings.ChefClient, .. order.Arguments]);
        NextRunDirectory.Give(wrapper.Directory, directory);
        if (order.Json is { } json)
        {
            using var file = new FileStream(directory.Json, DurableFile.OwnerOnly(FileMode.CreateNew));
            file.Write(json);
        }

        wrapper.Process.Tell(lines);
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
