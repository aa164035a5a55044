using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using ChefActors.Benchmarks.Reporting;
using ChefActors.Benchmarks.Soak;
using ChefActors.Testing;

namespace ChefActors.Benchmarks.ClientSoak;

/// <summary>
/// <c>./bench zk-soak</c>: our client under load for twenty minutes while the server is killed now and then. Memory, handles and threads must stay flat; a line is fitted
/// after a warm-up. An answer that is wrong ends the run with another exit code than 0.
/// </summary>
internal static class ClientSoakVerb
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(2);

    private static readonly (string Name, Func<ClientSoakSample, double> Value, double PerHourAtMost)[] Flat =
    [
        ("objects in use, MiB", s => s.LiveMb, 1),
        ("resident memory, MiB", s => s.ResidentMb, 8),
        ("written memory (Private_Dirty), MiB", s => s.DirtyMb, 8),
        ("handles", s => s.Handles, 2),
        ("threads", s => s.Threads, 2),
    ];

    /// <summary>The verb.</summary>
    internal static Command Create()
    {
        var minutes = new Option<double>("--minutes") { DefaultValueFactory = _ => 20, Description = "how long" };
        var every = new Option<double>("--sample-seconds") { DefaultValueFactory = _ => 20, Description = "between two samples" };
        var restart = new Option<double>("--restart-minutes") { DefaultValueFactory = _ => 1, Description = "between two deaths of the server" };
        var sessions = new Option<int>("--sessions") { DefaultValueFactory = _ => 20, Description = "sessions at once" };
        var load = new Option<string?>("--load") { Description = "host:port; be the load that is measured" };
        var command = new Command("zk-soak", "the ZooKeeper client under load and reconnects: is anything growing?") { minutes, every, restart, sessions, load };
        command.SetAction(async (parsed, _) =>
        {
            var count = parsed.GetValue(sessions);
            if (parsed.GetValue(load) is not { } connect)
                return await RunAsync(TimeSpan.FromMinutes(parsed.GetValue(minutes)), TimeSpan.FromSeconds(parsed.GetValue(every)), TimeSpan.FromMinutes(parsed.GetValue(restart)), count);
            await new ClientSoakLoad(connect, count).RunAsync();
            return 0;
        });
        return command;
    }

    private static async Task<int> RunAsync(TimeSpan duration, TimeSpan every, TimeSpan restart, int sessions)
    {
        var ledger = Ledger.Begin("zk-soak");
        await using var server = await RealZooKeeper.StartAsync();
        await using var load = TestProcess.Start("dotnet", [typeof(ClientSoakVerb).Assembly.Location, "zk-soak", "--load", server.ConnectString, "--sessions", $"{sessions}"]);
        await load.WaitForLine(line => line.StartsWith("load ", StringComparison.Ordinal), "the load works", Bound);
        var (samples, deaths) = (new List<ClientSoakSample>(), 0);
        var started = Stopwatch.GetTimestamp();
        for (var nextDeath = restart; Stopwatch.GetElapsedTime(started) is var now && now < duration;)
        {
            if (now >= nextDeath)
            {
                nextDeath += restart;
                deaths++;
                await server.Restart(1);
            }

            await Task.Delay(every);
            if (load.HasExited) throw new InvalidOperationException($"the load has ended:\n{load.Tail()}");
            samples.Add(ClientSoakSample.Take(Stopwatch.GetElapsedTime(started), LiveMb(load.Output), load.Id));
            await Console.Error.WriteLineAsync($"{samples[^1]}");
        }

        await load.WriteLine("stop");
        var done = (await load.WaitForLine(line => line.StartsWith("done ", StringComparison.Ordinal), "its end", Bound)).Split(' ');
        if (await load.WaitForExit(Bound) != 0) throw new InvalidOperationException($"the load failed:\n{load.Tail()}");
        Publish(ledger, $"{duration.TotalMinutes:0.#} minutes, {sessions} sessions at once, {done[3]} in all, {done[1]} rounds, {done[2]} of them lost a connection, {deaths} deaths of the server", samples, duration);
        return 0;
    }

    private static double LiveMb(IReadOnlyList<string> output) =>
        long.Parse(output.Last(line => line.StartsWith("load ", StringComparison.Ordinal)).Split(' ')[4], CultureInfo.InvariantCulture) / 1024.0 / 1024;

    private static void Publish(Ledger ledger, string title, IReadOnlyList<ClientSoakSample> samples, TimeSpan duration)
    {
        var table = new MarkdownTable(title, "after the warm-up", "at the end", "an hour adds", "at most");
        var figures = new JsonObject { ["title"] = title };
        foreach (var (name, value, atMost) in Flat)
        {
            var trend = Trend.Of([.. samples.Where(s => s.Minutes >= duration.TotalMinutes / 4).Select(s => (s.Minutes, value(s)))]);
            table.Add(name, Text(trend.First), Text(trend.Last), Text(trend.PerHour), Text(atMost));
            figures[name] = new JsonArray([.. samples.Select(s => (JsonNode)Math.Round(value(s), 2))]);
        }

        ledger.Publish(table, figures);
    }

    private static string Text(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);
}
