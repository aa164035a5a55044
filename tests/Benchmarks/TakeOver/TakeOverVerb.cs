using System.CommandLine;
using System.Text.Json.Nodes;
using ChefActors.Benchmarks.Reporting;

namespace ChefActors.Benchmarks.TakeOver;

/// <summary><c>./bench takeover</c>: from the death of a rollout's owner to the state that another controller has written, beside the bar that was set.</summary>
internal static class TakeOverVerb
{
    /// <summary>What may come on top of the session's time-out.</summary>
    private const double BarSeconds = 2;

    /// <summary>The verb.</summary>
    internal static Command Create()
    {
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 7, Description = "owners that are killed" };
        var session = new Option<int>("--session-seconds") { DefaultValueFactory = _ => 20, Description = "the controllers' session time-out, 4 to 40" };
        var command = new Command("takeover", "from the death of a rollout's owner to another's first write") { rounds, session };
        command.SetAction((parsed, _) => RunAsync(parsed.GetValue(rounds), parsed.GetValue(session)));
        return command;
    }

    private static async Task<int> RunAsync(int rounds, int sessionSeconds)
    {
        var ledger = Ledger.Begin("takeover");
        await using var bench = await TakeOverBench.StartAsync(sessionSeconds);
        var seconds = new List<double>();
        for (var round = 1; round <= rounds; round++)
        {
            seconds.Add((await bench.KillOwnerAsync()).TotalSeconds);
            Console.Error.WriteLine($"round {round}: {seconds[^1]:0.00} s");
        }

        var bar = sessionSeconds + BarSeconds;
        var table = new MarkdownTable($"an owner killed, its session's time-out {sessionSeconds} s, {rounds} rounds", "value", "bar", "verdict");
        table.Add("kill -9 → another controller has written as the owner, median", $"{Percentiles.Median(seconds):0.00} s", $"{bar:0} s", Percentiles.Median(seconds) < bar ? "met" : "missed");
        table.Add("the slowest", $"{seconds.Max():0.00} s", $"{bar:0} s", seconds.Max() < bar ? "met" : "missed");
        ledger.Publish(table, new JsonObject { ["session_s"] = sessionSeconds, ["takeover_s"] = Figures.Of(seconds) });
        return 0;
    }
}
