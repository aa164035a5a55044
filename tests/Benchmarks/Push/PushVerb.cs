using System.CommandLine;
using System.Text.Json.Nodes;
using ChefActors.Benchmarks.Processes;
using ChefActors.Benchmarks.Reporting;
using ChefActors.Testing;

namespace ChefActors.Benchmarks.Push;

/// <summary><c>./bench push</c>: from a push to chef-client's start, ours beside the prototype.</summary>
internal static class PushVerb
{
    /// <summary>The verb.</summary>
    internal static Command Create()
    {
        var pushes = new Option<int>("--pushes") { DefaultValueFactory = _ => 200, Description = "measured pushes to each" };
        var warmUp = new Option<int>("--warm-up") { DefaultValueFactory = _ => 40, Description = "pushes to each before" };
        var steps = new Option<int>("--step-pushes") { DefaultValueFactory = _ => 60, Description = "pushes to a node host that traces its steps; 0: none" };
        var pause = new Option<int>("--pause") { DefaultValueFactory = _ => 30, Description = "ms between two pushes" };
        var stateRoot = new Option<string?>("--state-root") { Description = "where the node host's state directory is made, to have it on another disk than the server (TMPDIR)" };
        var nodeHost = new Option<string?>("--node-host") { Description = "another build of chefactors-node" };
        var settings = new Option<string[]>("--set") { Description = "a setting of the node host, KEY=VALUE", DefaultValueFactory = _ => [] };
        var environment = new Option<string[]>("--env") { Description = "an environment variable of the node host, KEY=VALUE", DefaultValueFactory = _ => [] };
        var command = new Command("push", "from a push to chef-client's start, beside the prototype") { pushes, warmUp, steps, pause, stateRoot, nodeHost, settings, environment };
        command.SetAction((parsed, _) => RunAsync(new PushOptions(
            parsed.GetValue(pushes),
            parsed.GetValue(warmUp),
            parsed.GetValue(steps),
            TimeSpan.FromMilliseconds(parsed.GetValue(pause)),
            parsed.GetValue(stateRoot),
            parsed.GetValue(nodeHost),
            parsed.GetValue(settings)!,
            Variables.Of(parsed.GetValue(environment)!))));
        return command;
    }

    private static async Task<int> RunAsync(PushOptions options)
    {
        var ledger = Ledger.Begin("push");
        using var directory = new TemporaryDirectory("chefactors-bench-");
        using var starts = await StartSignal.CreateAsync(directory.FullName);
        await using var server = await RealZooKeeper.StartAsync();
        var state = Directory.CreateDirectory(Path.Combine(options.StateRoot ?? directory.FullName, $"chefactors-bench-state-{Environment.ProcessId}"));
        var bench = new PushBench(options, server, directory, state, starts);
        var (prototype, ours) = await bench.CompareAsync();
        var steps = options.StepPushes > 0 ? await bench.TraceAsync() : [];
        state.Delete(recursive: true);

        var table = new MarkdownTable("push → chef-client's start", "p50 ms", "p99 ms");
        double[] theirMs = [.. prototype.Select(push => push.Milliseconds)];
        double[] ourMs = [.. ours.Select(push => push.Milliseconds)];
        Add(table, "prototype (no claim, no journal)", theirMs);
        Add(table, "node host (claim and synced journal)", ourMs);
        table.Add("node host / prototype (bar: 1.00)", $"{Ratio(0.5):0.00}", $"{Ratio(0.99):0.00}");
        foreach (var (step, milliseconds) in steps) Add(table, $"traced: {step}", milliseconds);
        ledger.Publish(table, new JsonObject
        {
            ["prototype_ms"] = Figures.Of(theirMs),
            ["ours_ms"] = Figures.Of(ourMs),
            ["ratio_p50"] = Math.Round(Ratio(0.5), 3),
            ["ratio_p99"] = Math.Round(Ratio(0.99), 3),
            ["steps_ms"] = new JsonObject(steps.Select(step => KeyValuePair.Create(step.Step, (JsonNode?)Figures.Of(step.Milliseconds)))),
            ["state_root"] = options.StateRoot,
            ["settings"] = new JsonArray([.. options.Settings.Select(setting => (JsonNode)setting)]),
            ["environment"] = new JsonObject(options.Environment.Select(variable => KeyValuePair.Create(variable.Key, (JsonNode?)variable.Value))),
        });
        return 0;

        double Ratio(double share) => Percentiles.Of(ourMs, share) / Percentiles.Of(theirMs, share);
    }

    private static void Add(MarkdownTable table, string what, IReadOnlyCollection<double> milliseconds) =>
        table.Add(what, $"{Percentiles.Of(milliseconds, 0.5):0.00}", $"{Percentiles.Of(milliseconds, 0.99):0.00}");
}
