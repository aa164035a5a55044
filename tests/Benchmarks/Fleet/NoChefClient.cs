using ChefActors.NodeHost.ChefClient;
using ChefActors.NodeHost.Journal;

namespace ChefActors.Benchmarks.Fleet;

/// <summary>Starts nothing and ends at once with 0: what is left is actors, journal and znodes.</summary>
internal sealed class NoChefClient(TimeProvider time) : IChefClient
{
    private int _started;

    /// <inheritdoc />
    public Task<ProcessIdentity> SpawnAsync(RunOrder order, CancellationToken cancellationToken) => Task.FromResult(new ProcessIdentity(1, Interlocked.Increment(ref _started)));

    /// <inheritdoc />
    public Task ReleaseAsync(ProcessIdentity wrapper) => Task.CompletedTask;

    /// <inheritdoc />
    public Task DismissAsync(ProcessIdentity wrapper) => Task.CompletedTask;

    /// <inheritdoc />
    public Task DismissHeldAsync() => Task.CompletedTask;

    /// <inheritdoc />
    public Task<RunEnd> WaitAsync(JournalRecord.Start run, CancellationToken cancellationToken) => Task.FromResult(new RunEnd("0", OutputSummary.Empty, time.GetUtcNow()));

    /// <inheritdoc />
    public Task<RunEnd?> ObserveAsync(JournalRecord.Start run, CancellationToken cancellationToken) => Task.FromResult<RunEnd?>(null);

    /// <inheritdoc />
    public Task SignalAsync(JournalRecord.Start run, ChefSignal signal) => Task.CompletedTask;

    /// <inheritdoc />
    public Task<RunProgress> ProgressAsync(JournalRecord.Start run, CancellationToken cancellationToken) => Task.FromResult(RunProgress.Unknown);

    /// <inheritdoc />
    public Task KeepLogAsync(string command, CancellationToken cancellationToken) => Task.CompletedTask;
}
