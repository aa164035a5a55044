using System.Collections.Concurrent;

namespace ChefActors.Simulation.Engine;

/// <summary>Many schedules on all processors. A schedule is one thread's and shares nothing.</summary>
internal static class EngineRunner
{
    private const int BrokenAtMost = 20;

    /// <summary>Runs seeds <paramref name="first"/> and on; the broken ones with what was violated, by seed, at most 20.</summary>
    internal static IReadOnlyList<(int Seed, string Violation)> Run(int first, int count, Action? done = null)
    {
        var broken = new ConcurrentBag<(int Seed, string Violation)>();
        Parallel.For(first, first + count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, (seed, loop) =>
        {
            if (Violation(seed) is { } violation)
            {
                broken.Add((seed, violation));
                if (broken.Count >= BrokenAtMost) loop.Break();
            }

            done?.Invoke();
        });
        return [.. broken.OrderBy(b => b.Seed)];
    }

    /// <summary>One seed; null: all holds. What it throws is a violation, too.</summary>
    internal static string? Violation(int seed)
    {
        try
        {
            return new EngineSchedule(seed).Run() is [var first, ..] ? first : null;
        }
        catch (Exception e)
        {
            return $"{e.GetType().Name}: {e.Message}";
        }
    }
}
