namespace ChefActors.Controller.Aggregation;

/// <summary>Many reads at once over one session, bounded: answers come in order and nobody waits for a round trip per znode.</summary>
internal static class PipelinedReads
{
    /// <summary>Reads under way at once.</summary>
    public const int InFlight = 256;

    /// <summary>The results in the order of the items. The first failure is thrown once the reads before it are in.</summary>
    public static async Task<TResult[]> AllAsync<T, TResult>(IReadOnlyList<T> items, Func<T, Task<TResult>> read)
    {
        var tasks = new Task<TResult>[items.Count];
        try
        {
            for (var i = 0; i < items.Count; i++)
            {
                // The oldest of the window is in before the next one leaves.
                if (i >= InFlight) await tasks[i - InFlight];
                tasks[i] = read(items[i]);
            }

            return await Task.WhenAll(tasks);
        }
        finally
        {
            // A failure ends the wait early; the others are awaited so that none fails unseen.
            foreach (var task in tasks) await ((Task?)task ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
