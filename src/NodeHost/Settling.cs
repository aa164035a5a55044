using System.Runtime.InteropServices;

namespace ChefActors.NodeHost;

/// <summary>A node host idles for months: what its start has left on the heaps is given back to the machine once, soon after it serves (some 8 MB).</summary>
internal static partial class Settling
{
    private static readonly TimeSpan AfterServing = TimeSpan.FromSeconds(5);

    /// <summary>When the start is over: collects, compacting, and has the C library return what the compiler of the start has freed (malloc_trim(3), glibc's).</summary>
    internal static async Task SettleAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        await Task.Delay(AfterServing, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (cancellationToken.IsCancellationRequested) return;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        if (NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), "malloc_trim", out _)) _ = ReturnFreed(0);
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int ReturnFreed(nuint keepBytes);
}
