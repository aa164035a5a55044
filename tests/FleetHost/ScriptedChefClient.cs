using System.Collections.Concurrent;
using ChefActors.NodeHost;
using ChefActors.NodeHost.ChefClient;
using ChefActors.NodeHost.Journal;

namespace ChefActors.FleetHost;

/// <summary>
/// Runs that are records in place of processes, and behave as wrapped ones do: held until <c>go</c>, with a start that is on the disk before anything else happens, alive for
/// their time whoever looks on, and ended with their code for whoever comes later. What was held when the process died never started.
/// </summary>
internal sealed class ScriptedChefClient(HostedNode node, RunRecords records, TimeProvider time) : IChefClient
{
    private static long _last;

    private readonly ConcurrentDictionary<ProcessIdentity, RunOrder> _held = new();
    private readonly ConcurrentDictionary<ProcessIdentity, Task> _released = new();

    /// <inheritdoc />
    public Task<ProcessIdentity> SpawnAsync(RunOrder order, CancellationToken cancellationToken)
    {
        var identity = new ProcessIdentity(Environment.ProcessId, Interlocked.Increment(ref _last));
        _held[identity] = order;
        return Task.FromResult(identity);
    }

    /// <inheritdoc />
    public Task ReleaseAsync(ProcessIdentity wrapper) =>
        _held.TryRemove(wrapper, out var order) ? _released[wrapper] = Task.Run(() => records.Add(wrapper, order.Command, order.Attempt)) : Task.CompletedTask;

    /// <inheritdoc />
    public Task DismissAsync(ProcessIdentity wrapper)
    {
        _held.TryRemove(wrapper, out _);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task DismissHeldAsync()
    {
        _held.Clear();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public async Task<RunEnd> WaitAsync(JournalRecord.Start run, CancellationToken cancellationToken)
    {
        if (_released.TryRemove(IdentityOf(run), out var released)) await released;
        if (await Task.Run(() => records.StartOf(IdentityOf(run)), cancellationToken) is not { } start) return Ended("never");
        if (start + node.Takes - BootClock.Now is { Ticks: > 0 } left) await Task.Delay(left, time, cancellationToken);
        return Ended($"{node.ExitCode}");
    }

    /// <inheritdoc />
    public async Task<RunEnd?> ObserveAsync(JournalRecord.Start run, CancellationToken cancellationToken)
    {
        if (await Task.Run(() => records.StartOf(IdentityOf(run)), cancellationToken) is not { } start) return Ended("never");
        return start + node.Takes > BootClock.Now ? null : Ended($"{node.ExitCode}");
    }

    /// <inheritdoc />
    public Task SignalAsync(JournalRecord.Start run, ChefSignal signal) => Task.CompletedTask;

    /// <inheritdoc />
    public Task<RunProgress> ProgressAsync(JournalRecord.Start run, CancellationToken cancellationToken) => Task.FromResult(RunProgress.Unknown);

    /// <inheritdoc />
    public Task KeepLogAsync(string command, CancellationToken cancellationToken) => Task.CompletedTask;

    private static ProcessIdentity IdentityOf(JournalRecord.Start run) => new(run.Pid, run.PidStart);

    private RunEnd Ended(string exit) => new(exit, OutputSummary.Empty, time.GetUtcNow());
}
