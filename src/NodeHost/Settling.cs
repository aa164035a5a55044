namespace ChefActors.NodeHost;

/// <summary>A node host idles for months: what its start has left on the heap is given back to the machine once, soon after it serves (some 3 MB).</summary>
internal static class Settling
{
    private static readonly TimeSpan AfterServing = TimeSpan.FromSeconds(5);

    /// <summary>Collects once, compacting, when the start is over.</summary>
    internal static async Task SettleAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        await Task.Delay(AfterServing, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!cancellationToken.IsCancellationRequested) GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }
}
