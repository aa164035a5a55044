using System.Diagnostics;

namespace ChefActors.Testing;

/// <summary>Waits for facts, never for durations.</summary>
public static class Eventually
{
    /// <summary>How long a fact may take when the caller says nothing: far more than it takes on a busy machine.</summary>
    public static readonly TimeSpan DefaultBound = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(15);

    /// <summary>Asks again and again until the answer is yes.</summary>
    /// <param name="fact">The question. An exception from it is not a no: it ends the wait.</param>
    /// <param name="what">The fact in words: "the znode is gone".</param>
    /// <param name="bound">Real time; <see cref="DefaultBound"/> when it is left out.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="TimeoutException">It did not become true within the bound.</exception>
    public static async Task BecomesTrue(Func<Task<bool>> fact, string what, TimeSpan? bound = null, CancellationToken cancellationToken = default)
    {
        var limit = bound ?? DefaultBound;
        var started = Stopwatch.GetTimestamp();
        while (!await fact())
        {
            if (Stopwatch.GetElapsedTime(started) > limit) throw new TimeoutException($"not true within {limit.TotalSeconds:0.#} s: {what}");
            await Task.Delay(Pause, cancellationToken);
        }
    }

    /// <inheritdoc cref="BecomesTrue(Func{Task{bool}}, string, TimeSpan?, CancellationToken)" />
    public static Task BecomesTrue(Func<bool> fact, string what, TimeSpan? bound = null, CancellationToken cancellationToken = default) =>
        BecomesTrue(() => Task.FromResult(fact()), what, bound, cancellationToken);

    /// <summary>Awaits a task that must end within the bound.</summary>
    /// <exception cref="TimeoutException">It did not.</exception>
    public static async Task<T> Within<T>(Task<T> task, string what, TimeSpan? bound = null)
    {
        await Within((Task)task, what, bound);
        return await task;
    }

    /// <inheritdoc cref="Within{T}" />
    public static async Task Within(Task task, string what, TimeSpan? bound = null)
    {
        var limit = bound ?? DefaultBound;
        using var ended = new CancellationTokenSource();
        if (await Task.WhenAny(task, Task.Delay(limit, ended.Token)) != task) throw new TimeoutException($"not within {limit.TotalSeconds:0.#} s: {what}");
        await ended.CancelAsync();
        await task;
    }
}
