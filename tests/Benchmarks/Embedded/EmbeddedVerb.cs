using System.CommandLine;
using System.Text.Json.Nodes;
using ChefActors.Benchmarks.Processes;
using ChefActors.Benchmarks.Reporting;

namespace ChefActors.Benchmarks.Embedded;

/// <summary><c>./bench embedded</c>: the embedded server with a data directory beside Apache's, with one client and the same durability.</summary>
internal static class EmbeddedVerb
{
    /// <summary>The verb.</summary>
    internal static Command Create()
    {
        var rounds = Number("--rounds", 3, "rounds of every work; medians are shown");
        var ops = Number("--ops", 20_000, "operations of a pipelined work");
        var sessions = Number("--sessions", 10_000, "idle sessions while memory is read");
        var znodes = Number("--znodes", 100_000, "znodes of 100 bytes while memory is read");
        var command = new Command("embedded", "the embedded server beside Apache's: pipelined, one at a time, memory") { rounds, ops, sessions, znodes };
        command.SetAction((parsed, _) => RunAsync(new ServerOptions(parsed.GetValue(rounds), parsed.GetValue(ops), parsed.GetValue(sessions), parsed.GetValue(znodes))));
        return command;
    }

    private static async Task<int> RunAsync(ServerOptions options)
    {
        var ledger = Ledger.Begin("embedded");
        var table = new MarkdownTable("one server, 100-byte values, every write synced", "embedded", "Apache", "embedded / Apache");
        var figures = new JsonObject { ["rounds"] = options.Rounds, ["ops"] = options.Ops, ["sessions"] = options.Sessions, ["znodes"] = options.Znodes };
        if (options.Rounds > 0) await SpeedAsync(options, table, figures);
        await MemoryAsync(options, table, figures);
        ledger.Publish(table, figures);
        return 0;
    }

    /// <summary>Both servers in every round, so that a busy minute meets both.</summary>
    private static async Task SpeedAsync(ServerOptions options, MarkdownTable table, JsonObject figures)
    {
        var lines = new Dictionary<(string Server, string Work), List<JsonNode>>();
        await using (var ours = await ServerUnderLoad.OursAsync())
        await using (var apache = await ServerUnderLoad.ApacheAsync())
        {
            for (var round = 0; round < options.Rounds; round++)
            {
                foreach (var work in ServerBench.Works)
                {
                    foreach (var server in round % 2 == 0 ? new[] { ours, apache } : [apache, ours])
                    {
                        var line = await ServerBench.WorkAsync(server, work, work.EndsWith('1') ? options.Ops / 10 : options.Ops);
                        if (!lines.TryGetValue((server.Name, work), out var known)) lines[(server.Name, work)] = known = [];
                        known.Add(line);
                    }
                }
            }
        }

        foreach (var work in ServerBench.Works)
        {
            var isSingle = work.EndsWith('1');
            foreach (var (field, unit) in isSingle ? [("p50_us", "p50 µs"), ("p99_us", "p99 µs")] : new[] { ("ops_per_s", "ops/s") })
            {
                var (ours, apache) = (Of("embedded", work, field), Of("Apache", work, field));
                table.Add(isSingle ? $"one {work[..^1]} at a time, {unit}" : $"pipelined {work}, {unit}", $"{Percentiles.Median(ours):#,0}", $"{Percentiles.Median(apache):#,0}", $"{Percentiles.Median(ours) / Percentiles.Median(apache):0.00}");
                figures[$"{work}_{field}"] = new JsonObject { ["embedded"] = Figures.Of(ours), ["apache"] = Figures.Of(apache) };
            }
        }

        List<double> Of(string server, string work, string field) => [.. lines[(server, work)].Select(line => line[field]!.GetValue<double>())];
    }

    private static async Task MemoryAsync(ServerOptions options, MarkdownTable table, JsonObject figures)
    {
        var (ours, apache) = (await MemoryOfAsync(ServerUnderLoad.OursAsync, options), await MemoryOfAsync(ServerUnderLoad.ApacheAsync, options));
        Add("fresh", ours.Fresh, apache.Fresh);
        Add($"{options.Znodes:#,0} znodes", ours.Znodes, apache.Znodes);
        Add($"{options.Znodes:#,0} znodes and {options.Sessions:#,0} idle sessions", ours.Sessions, apache.Sessions);

        void Add(string what, ProcessUsage mine, ProcessUsage theirs)
        {
            table.Add($"resident memory, {what}, MiB", $"{mine.ResidentMb:0}", $"{theirs.ResidentMb:0}", $"{mine.ResidentMb / theirs.ResidentMb:0.00}");
            figures[$"resident_mb_{what.Replace(' ', '_')}"] = new JsonObject { ["embedded"] = Math.Round(mine.ResidentMb, 1), ["apache"] = Math.Round(theirs.ResidentMb, 1) };
        }
    }

    private static async Task<(ProcessUsage Fresh, ProcessUsage Znodes, ProcessUsage Sessions)> MemoryOfAsync(Func<Task<ServerUnderLoad>> start, ServerOptions options)
    {
        await using var server = await start();
        return await ServerBench.MemoryAsync(server, options);
    }

    private static Option<int> Number(string name, int value, string description) => new(name) { DefaultValueFactory = _ => value, Description = description };
}
