using System.Collections.Concurrent;
using ChefActors.Simulation.Fleet.Turns;

namespace ChefActors.Simulation.Fleet;

/// <summary>Many seeds on all processors: a thread of its own for each, with one actor system for all of its schedules.</summary>
internal static class FleetRunner
{
    private const int BrokenAtMost = 20;

    /// <summary>Runs seeds <paramref name="first"/> and on; the broken ones with what was violated, by seed, at most 20.</summary>
    internal static IReadOnlyList<(int Seed, IReadOnlyList<string> Violations)> Run(int first, int count) => Run(first, count, null, _ => true, BrokenAtMost);

    /// <summary>A seed that finds a planted fault: its violations, such as are looked for; null: none does.</summary>
    internal static (int Seed, IReadOnlyList<string> Violations)? Find(int count, FleetOptions planted, Func<string, bool> what) =>
        Run(1, count, planted, what, 1) is [var found, ..] ? found : null;

    private static IReadOnlyList<(int Seed, IReadOnlyList<string> Violations)> Run(int first, int count, FleetOptions? planted, Func<string, bool> counts, int brokenAtMost)
    {
        var broken = new ConcurrentBag<(int Seed, IReadOnlyList<string> Violations)>();
        var next = first - 1;
        OnThreads(Math.Min(count, Environment.ProcessorCount), thread =>
        {
            while (broken.Count < brokenAtMost && Interlocked.Increment(ref next) is var seed && seed < first + count)
            {
                if (Run(new FleetSchedule(thread, seed, planted)).Where(counts).ToList() is { Count: > 0 } violations) broken.Add((seed, violations));
            }
        });
        return [.. broken.OrderBy(b => b.Seed)];
    }

    /// <summary>One seed with its tale.</summary>
    internal static string Tell(int seed)
    {
        var tale = "";
        OnThreads(1, thread =>
        {
            var schedule = new FleetSchedule(thread, seed);
            var violations = Run(schedule);
            tale = $"{FleetText.Of(schedule.World)}{string.Join("\n", violations)}";
        });
        return tale;
    }

    /// <summary>What it throws is a violation, too.</summary>
    private static IReadOnlyList<string> Run(FleetSchedule schedule)
    {
        try
        {
            return schedule.Run();
        }
        catch (Exception e)
        {
            return [e.ToString()];
        }
    }

    private static void OnThreads(int count, Action<TurnThread> work)
    {
        var threads = Enumerable.Range(0, count).Select(_ => new Thread(() => work(new TurnThread()))).ToList();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
    }
}
