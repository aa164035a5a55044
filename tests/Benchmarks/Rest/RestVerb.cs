using System.CommandLine;
using System.Text.Json.Nodes;
using ChefActors.Benchmarks.Processes;
using ChefActors.Benchmarks.Reporting;
using ChefActors.Testing;

namespace ChefActors.Benchmarks.Rest;

/// <summary><c>./bench rest</c>: what a node host costs when nothing happens, and how fast programs start, beside the bars that were set.</summary>
internal static class RestVerb
{
    /// <summary>The verb.</summary>
    internal static Command Create()
    {
        var seconds = new Option<int>("--seconds") { DefaultValueFactory = _ => 60, Description = "how long the node host is left alone" };
        var runs = new Option<int>("--runs") { DefaultValueFactory = _ => 5, Description = "starts of each program" };
        var nodes = new Option<int>("--nodes") { DefaultValueFactory = _ => 500, Description = "nodes that the console lists; 0: leave the console out" };
        var nodeHost = new Option<string?>("--node-host") { Description = "another build of chefactors-node" };
        var settings = new Option<string[]>("--set") { Description = "a setting of the node host, KEY=VALUE", DefaultValueFactory = _ => [] };
        var environment = new Option<string[]>("--env") { Description = "an environment variable of the node host, KEY=VALUE", DefaultValueFactory = _ => [] };
        var command = new Command("rest", "memory, processor time and start of the node host; start of the console") { seconds, runs, nodes, nodeHost, settings, environment };
        command.SetAction((parsed, _) => RunAsync(new RestOptions(
            TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(runs), parsed.GetValue(nodes), parsed.GetValue(nodeHost), parsed.GetValue(settings)!, Variables.Of(parsed.GetValue(environment)!))));
        return command;
    }

    private static async Task<int> RunAsync(RestOptions options)
    {
        var ledger = Ledger.Begin("rest");
        using var directory = new TemporaryDirectory("chefactors-bench-");
        await using var server = await RealZooKeeper.StartAsync();
        var bench = new RestBench(options, server, directory);
        var (starts, rest, waiting, cpu) = await bench.NodeHostAsync();

        var table = new MarkdownTable("node host and console", "value", "bar", "goal");
        table.Add("node host at rest: resident memory, with the shell that waits for the next run", $"{rest.ResidentMb + waiting.ResidentMb:0.0} MiB", "85", "75");
        table.Add("of it the shell, most of it shared with every other shell", $"{waiting.ResidentMb:0.0} MiB", "", "");
        table.Add("node host at rest: private memory (Private_Dirty + Private_Clean), with the shell", $"{rest.PrivateMb + waiting.PrivateMb:0.0} MiB", "35", "25");
        table.Add("of it written by them (Private_Dirty)", $"{rest.DirtyMb + waiting.DirtyMb:0.0} MiB", "", "");
        table.Add($"node host at rest: processor time over {options.Seconds.TotalSeconds:0} s", $"{cpu:0.00} %", "0.5 %", "");
        table.Add("node host at rest: threads", $"{rest.Threads}", "", "");
        table.Add($"node host: process start → serving, median of {options.Runs}", Seconds(starts), "1 s", "0.4 s");
        var figures = new JsonObject
        {
            ["resident_mb"] = Math.Round(rest.ResidentMb, 2),
            ["waiting_resident_mb"] = Math.Round(waiting.ResidentMb, 2),
            ["waiting_private_dirty_mb"] = Math.Round(waiting.DirtyMb, 2),
            ["private_mb"] = Math.Round(rest.PrivateMb, 2),
            ["private_dirty_mb"] = Math.Round(rest.DirtyMb, 2),
            ["cpu_percent"] = Math.Round(cpu, 3),
            ["threads"] = rest.Threads,
            ["start_ms"] = Figures.Of(starts),
            ["settings"] = new JsonArray([.. options.Settings.Select(setting => (JsonNode)setting)]),
            ["environment"] = new JsonObject(options.Environment.Select(variable => KeyValuePair.Create(variable.Key, (JsonNode?)variable.Value))),
        };
        if (options.Nodes > 0) await ConsoleAsync(options, bench, table, figures);
        ledger.Publish(table, figures);
        return 0;
    }

    private static async Task ConsoleAsync(RestOptions options, RestBench bench, MarkdownTable table, JsonObject figures)
    {
        var (program, script) = await bench.HelpAsync();
        var nodes = await bench.NodesAsync();
        table.Add($"`chefactors --help`, median of {options.Runs}", Seconds(program), "0.3 s", "");
        table.Add("the same through the root script", Seconds(script), "", "");
        table.Add($"`chefactors nodes` of {options.Nodes}", Seconds(nodes), options.Nodes == 500 ? "1.5 s" : "", "");
        figures["help_ms"] = Figures.Of(program);
        figures["help_script_ms"] = Figures.Of(script);
        figures["nodes_ms"] = Figures.Of(nodes);
    }

    private static string Seconds(IReadOnlyCollection<double> milliseconds) => $"{Percentiles.Median(milliseconds) / 1000:0.000} s";
}
