using System.CommandLine;
using System.Diagnostics;
using System.Text.Json.Nodes;
using ChefActors.Benchmarks.Reporting;
using ChefActors.Simulation.Engine;
using ChefActors.Simulation.Histories;

namespace ChefActors.Benchmarks.Histories;

/// <summary>
/// <c>./bench histories</c> and <c>./bench rollouts</c>: what the tests run of the simulators, by the hundred thousand and the million, on all processors.
/// A broken one is told, and the exit code is 1.
/// </summary>
internal static class HistoriesVerb
{
    private delegate IReadOnlyList<(int Seed, string Violation)> Runner(int first, int count, Action done);

    /// <summary>Histories of a node host.</summary>
    internal static Command CreateHistories() => Create(
        "histories", "seeded histories of a node host under faults", 100_000, "./test simulate --seed ",
        (first, count, done) => [.. HistoryRunner.Run(first, count, done: done).Select(b => (b.Seed, b.Violations[0]))]);

    /// <summary>Schedules of the rollout engine.</summary>
    internal static Command CreateRollouts() => Create(
        "rollouts", "seeded schedules of the rollout engine", 1_000_000, "./test simulate with CHEFACTORS_ENGINE_SEED=", EngineRunner.Run);

    private static Command Create(string name, string description, int defaultCount, string again, Runner runner)
    {
        var count = new Option<int>("--count") { DefaultValueFactory = _ => defaultCount, Description = "how many" };
        var seed = new Option<int>("--seed") { DefaultValueFactory = _ => 1, Description = "the first seed" };
        var command = new Command(name, description) { count, seed };
        command.SetAction((parsed, _) => Task.FromResult(Run(name, again, runner, parsed.GetValue(seed), parsed.GetValue(count))));
        return command;
    }

    private static int Run(string name, string again, Runner runner, int first, int count)
    {
        var ledger = Ledger.Begin(name);
        var started = Stopwatch.GetTimestamp();
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        var done = 0;
        var broken = runner(first, count, () =>
        {
            if (Interlocked.Increment(ref done) is var n && n % Math.Max(1, count / 10) == 0) Console.Error.WriteLine($"{name}: {n} of {count}");
        });
        var elapsed = Stopwatch.GetElapsedTime(started);
        var processor = Process.GetCurrentProcess().TotalProcessorTime - cpu;
        var table = new MarkdownTable($"seeds {first} to {first + count - 1}", "value");
        table.Add("run", $"{done}");
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
        foreach (var (seed, violation) in broken) Console.Error.WriteLine($"{again}{seed}: {violation}");
        return broken.Count == 0 ? 0 : 1;
    }
}
