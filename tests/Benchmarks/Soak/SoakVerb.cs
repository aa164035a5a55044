using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using ChefActors.Benchmarks.Reporting;

namespace ChefActors.Benchmarks.Soak;

/// <summary><c>./bench soak</c>: an hour of runs; memory, handles, files and znodes must stay flat. Slopes are fitted after a warm-up.</summary>
internal static class SoakVerb
{
    private static readonly (string Name, Func<SoakSample, double> Value, double PerHourAtMost, string Unit)[] Flat =
    [
        ("resident memory", s => s.ResidentMb, 4, "MiB"),
        ("written memory (Private_Dirty)", s => s.DirtyMb, 4, "MiB"),
        ("handles", s => s.Handles, 1, ""),
        ("threads", s => s.Threads, 2, ""),
        ("files in the state directory", s => s.Files, 1, ""),
        ("bytes in the state directory", s => s.StateKb, 2048, "KiB"),
        ("znodes", s => s.Znodes, 1, ""),
    ];

    /// <summary>The verb.</summary>
    internal static Command Create()
    {
        var minutes = new Option<double>("--minutes") { DefaultValueFactory = _ => 60, Description = "how long" };
        var every = new Option<double>("--sample-seconds") { DefaultValueFactory = _ => 60, Description = "between two samples" };
        var restart = new Option<double>("--restart-minutes") { DefaultValueFactory = _ => 7, Description = "between two deaths of the server" };
        var warmUp = new Option<double>("--warm-up") { DefaultValueFactory = _ => 0.25, Description = "part of the time that is not fitted" };
        var command = new Command("soak", "a node host under runs for an hour: is anything growing?") { minutes, every, restart, warmUp };
        command.SetAction((parsed, _) => RunAsync(
            TimeSpan.FromMinutes(parsed.GetValue(minutes)), TimeSpan.FromSeconds(parsed.GetValue(every)), TimeSpan.FromMinutes(parsed.GetValue(restart)), parsed.GetValue(warmUp)));
        return command;
    }

    private static async Task<int> RunAsync(TimeSpan duration, TimeSpan every, TimeSpan restart, double warmUp)
    {
        var ledger = Ledger.Begin("soak");
        await using var run = await SoakRun.StartAsync();
        var samples = await run.PushAsync(duration, every, restart, sample => Console.Error.WriteLine(sample));
        var fitted = samples.Where(sample => sample.Minutes >= duration.TotalMinutes * warmUp).ToList();
        var table = new MarkdownTable($"soak, {duration.TotalMinutes:0.#} minutes, {run.Runs} runs, {run.Restarts} deaths of the server", "after the warm-up", "at the end", "an hour adds", "at most", "verdict");
        var figures = new JsonObject { ["minutes"] = duration.TotalMinutes, ["runs"] = run.Runs, ["restarts"] = run.Restarts };
        foreach (var (name, value, atMost, unit) in Flat)
        {
            var trend = Trend.Of([.. fitted.Select(sample => (sample.Minutes, value(sample)))]);
            table.Add(name, Text(trend.First, unit), Text(trend.Last, unit), Text(trend.PerHour, unit), Text(atMost, unit), trend.PerHour <= atMost ? "flat" : "grows");
            figures[name] = new JsonObject { ["per_hour"] = Math.Round(trend.PerHour, 3), ["values"] = new JsonArray([.. samples.Select(sample => (JsonNode)Math.Round(value(sample), 2))]) };
        }

        ledger.Publish(table, figures);
        return 0;
    }

    private static string Text(double value, string unit) => $"{value.ToString("0.0", CultureInfo.InvariantCulture)} {unit}".TrimEnd();
}
