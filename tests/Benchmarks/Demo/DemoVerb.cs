using System.CommandLine;
using System.Text.Json.Nodes;
using ChefActors.Benchmarks.Processes;
using ChefActors.Benchmarks.Reporting;
using ChefActors.Testing;

namespace ChefActors.Benchmarks.Demo;

/// <summary><c>./bench demo</c>: from the start of <c>chefactors demo</c> to the first result on the screen, beside the bar that was set.</summary>
internal static class DemoVerb
{
    private const double BarSeconds = 10;

    /// <summary>What the line with the first result begins with.</summary>
    private const string FirstResult = "  get /node/";

    /// <summary>The verb.</summary>
    internal static Command Create()
    {
        var runs = new Option<int>("--runs") { DefaultValueFactory = _ => 5, Description = "demonstrations" };
        var nodes = new Option<int>("--nodes") { DefaultValueFactory = _ => 12, Description = "node hosts of each" };
        var command = new Command("demo", "from the demonstration's start to the first result on the screen") { runs, nodes };
        command.SetAction((parsed, _) => RunAsync(parsed.GetValue(runs), parsed.GetValue(nodes)));
        return command;
    }

    private static async Task<int> RunAsync(int runs, int nodes)
    {
        var ledger = Ledger.Begin("demo");
        var seconds = new List<double>();
        for (var i = 0; i < runs; i++)
        {
            var (demo, elapsed) = await TimedProgram.StartAsync(
                Repository.PathOf("artifacts", "app", "chefactors", "chefactors"), ["demo", "--once", "--nodes", $"{nodes}"], new Dictionary<string, string?>(StringComparer.Ordinal), FirstResult);
            await using (demo)
            {
                seconds.Add(elapsed.TotalSeconds);
                await demo.StopAsync();
            }
        }

        var table = new MarkdownTable($"chefactors demo, {nodes} nodes, {runs} times", "value", "bar", "verdict");
        table.Add("start → first result on the screen, median", $"{Percentiles.Median(seconds):0.00} s", $"{BarSeconds:0} s", Percentiles.Median(seconds) < BarSeconds ? "met" : "missed");
        table.Add("the slowest", $"{seconds.Max():0.00} s", $"{BarSeconds:0} s", seconds.Max() < BarSeconds ? "met" : "missed");
        ledger.Publish(table, new JsonObject { ["nodes"] = nodes, ["first_result_s"] = Figures.Of(seconds) });
        return 0;
    }
}
