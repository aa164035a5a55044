using System.Collections.Concurrent;
using ChefActors.Simulation.Model;

namespace ChefActors.Simulation.Histories;

/// <summary>Many seeds on all processors. A history is one thread's and shares nothing, so which seeds break does not depend on how many run at once.</summary>
internal static class HistoryRunner
{
    private const int BrokenAtMost = 20;

    /// <summary>Runs seeds <paramref name="first"/> and on; the broken ones with what was violated, by seed, at most 20.</summary>
    internal static IReadOnlyList<(int Seed, IReadOnlyList<string> Violations)> Run(int first, int count, HostOptions? planted = null, Action? done = null)
    {
        var broken = new ConcurrentBag<(int Seed, IReadOnlyList<string> Violations)>();
        Parallel.For(first, first + count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, (seed, loop) =>
        {
            var violations = Violations(seed, planted);
            done?.Invoke();
            if (violations.Count == 0) return;
            broken.Add((seed, violations));
            if (broken.Count >= BrokenAtMost) loop.Break();
        });
        return [.. broken.OrderBy(b => b.Seed)];
    }

    /// <summary>One seed. What it throws is a violation, too.</summary>
    internal static IReadOnlyList<string> Violations(int seed, HostOptions? planted = null)
    {
        try
        {
            return new History(seed, planted).Run();
        }
        catch (Exception e)
        {
            return [$"{e.GetType().Name}: {e.Message}"];
        }
    }
}
