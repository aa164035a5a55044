namespace ChefActors.NodeHost.Footprint;

/// <summary>
/// A node host idles for months: what its start has left on the heap is given back once, and what it mapped of programs and needed only then is
/// unmapped (it stays in the page cache, from where it comes back in microseconds). After runs it looks again.
/// </summary>
internal static class Settling
{
    private static readonly TimeSpan AfterServing = TimeSpan.FromSeconds(5);

    /// <summary>By then the first facts, timers and pings have run, and what only they needed has come back.</summary>
    private static readonly TimeSpan AfterFirstWork = TimeSpan.FromSeconds(25);

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMinutes(5);

    /// <summary>Growth since the last time that is worth another, in bytes.</summary>
    private const long WorthIt = 8 * 1024 * 1024;

    /// <summary>Runs until cancelled.</summary>
    internal static async Task SettleAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        if (!await WaitAsync(AfterServing, time, cancellationToken)) return;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        MappedFiles.Release();
        if (!await WaitAsync(AfterFirstWork, time, cancellationToken)) return;
        long after;
        do
        {
            MappedFiles.Release();
            after = Environment.WorkingSet;
            while (await WaitAsync(BetweenLooks, time, cancellationToken) && Environment.WorkingSet < after + WorthIt)
            {
            }
        }
        while (!cancellationToken.IsCancellationRequested);
    }

    private static async Task<bool> WaitAsync(TimeSpan delay, TimeProvider time, CancellationToken cancellationToken)
    {
        await Task.Delay(delay, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !cancellationToken.IsCancellationRequested;
    }
}
