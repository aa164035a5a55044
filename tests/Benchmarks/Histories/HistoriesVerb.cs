using System.CommandLine;
using System.Diagnostics;
using System.Text.Json.Nodes;
using ChefActors.Benchmarks.Reporting;
using ChefActors.Simulation.Histories;

namespace ChefActors.Benchmarks.Histories;

/// <summary><c>./bench histories</c>: the simulator's histories by the hundred thousand, on all processors. A broken one is told, and the exit code is 1.</summary>
internal static class HistoriesVerb
{
    /// <summary>The verb.</summary>
    internal static Command Create()
    {
        var count = new Option<int>("--count") { DefaultValueFactory = _ => 100_000, Description = "histories" };
        var seed = new Option<int>("--seed") { DefaultValueFactory = _ => 1, Description = "the first seed" };
        var command = new Command("histories", "seeded histories of a node host under faults") { count, seed };
        command.SetAction((parsed, _) => Task.FromResult(Run(parsed.GetValue(seed), parsed.GetValue(count))));
        return command;
    }

    private static int Run(int first, int count)
    {
        var ledger = Ledger.Begin("histories");
        var started = Stopwatch.GetTimestamp();
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        var done = 0;
        var broken = HistoryRunner.Run(first, count, done: () =>
        {
            if (Interlocked.Increment(ref done) is var n && n % 10_000 == 0) Console.Error.WriteLine($"histories: {n} of {count}");
        });
        var elapsed = Stopwatch.GetElapsedTime(started);
        var processor = Process.GetCurrentProcess().TotalProcessorTime - cpu;
        var table = new MarkdownTable($"seeds {first} to {first + count - 1}", "value");
        table.Add("histories run", $"{done}");
        table.Add("broken", $"{broken.Count}");
        table.Add("time", $"{elapsed.TotalSeconds:0.0} s");
        table.Add("processor time of one", $"{processor.TotalMilliseconds / done:0.00} ms");
        ledger.Publish(table, new JsonObject
        {
            ["first"] = first,
            ["count"] = done,
            ["broken"] = new JsonArray([.. broken.Select(b => (JsonNode)b.Seed)]),
            ["seconds"] = Math.Round(elapsed.TotalSeconds, 1),
            ["cpu_ms_each"] = Math.Round(processor.TotalMilliseconds / done, 3),
        });
        foreach (var (seed, violations) in broken) Console.Error.WriteLine($"./test simulate --seed {seed}: {violations[0]}");
        return broken.Count == 0 ? 0 : 1;
    }
}
