using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChefActors.Benchmarks.Reporting;
using ChefActors.Testing;
using ChefActors.ZooKeeper;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChefActors.Benchmarks.Sessions;

/// <summary>
/// <c>./bench zk-sessions</c>: many sessions in one process, five operations in each, the server's death under all of them, their end; beside the Node client,
/// the one peer that holds thousands of sessions in a few threads.
/// </summary>
internal static class SessionsVerb
{
    private static readonly (string Phase, string Text)[] Rows =
    [
        ("open", "sessions opened, 50 at a time"), ("five", "five operations in each, all at once"),
        ("back", "back after the server's death (its start included)"), ("close", "those closed, all at once"),
    ];

    /// <summary>The verb.</summary>
    internal static Command Create()
    {
        var sessions = new Option<int>("--sessions") { DefaultValueFactory = _ => 2000, Description = "how many" };
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 3, Description = "rounds; medians are shown" };
        var client = new Option<string?>("--client") { Description = "host:port; be the client that is measured" };
        var command = new Command("zk-sessions", "thousands of sessions in one process: operations, a reconnect storm, their end") { sessions, rounds, client };
        command.SetAction(async (parsed, _) =>
        {
            if (parsed.GetValue(client) is not { } connect) return await RunAsync(parsed.GetValue(sessions), parsed.GetValue(rounds));
            await new SessionsClient(connect, parsed.GetValue(sessions)).RunAsync();
            return 0;
        });
        return command;
    }

    private static async Task<int> RunAsync(int sessions, int rounds)
    {
        var ledger = Ledger.Begin("zk-sessions");
        var node = await NodePeer.FetchAsync();
        var (ours, theirs) = (new List<IReadOnlyList<SessionsPhase>>(), new List<IReadOnlyList<SessionsPhase>>());
        for (var round = 0; round < rounds; round++)
        {
            foreach (var isOurs in round % 2 == 0 ? new[] { true, false } : [false, true])
            {
                await using var server = await RealZooKeeper.StartAsync();
                await MakeParentAsync(server.ConnectString);
                await using var client = isOurs ? Ours(server.ConnectString, sessions) : node.Start(server.ConnectString, sessions);
                (isOurs ? ours : theirs).Add(await SessionsRun.MeasureAsync(server, client, sessions));
            }
        }

        var table = new MarkdownTable($"{sessions:#,0} sessions: how many / seconds / processor s / MiB / threads", "ours", "Node", "ours / Node");
        foreach (var (phase, text) in Rows)
        {
            var (mine, peer) = (Median(ours, phase), Median(theirs, phase));
            table.Add(text, Text(mine), Text(peer), $"{mine.Seconds / peer.Seconds:0.00}");
        }

        ledger.Publish(table, new JsonObject { ["sessions"] = sessions, ["ours"] = JsonSerializer.SerializeToNode(ours), ["node"] = JsonSerializer.SerializeToNode(theirs) });
        return 0;
    }

    private static string Text(SessionsPhase phase) => $"{phase.Sessions} / {phase.Seconds:0.00} / {phase.CpuSeconds:0.00} / {phase.ResidentMb:0} / {phase.Threads}";

    private static SessionsPhase Median(IEnumerable<IReadOnlyList<SessionsPhase>> rounds, string name)
    {
        SessionsPhase[] all = [.. rounds.SelectMany(phases => phases.Where(phase => phase.Name == name))];
        return new SessionsPhase(
            name, Percentiles.Median([.. all.Select(p => p.Seconds)]), all.Min(p => p.Sessions), Percentiles.Median([.. all.Select(p => p.CpuSeconds)]),
            Percentiles.Median([.. all.Select(p => p.ResidentMb)]), (int)Percentiles.Median([.. all.Select(p => (double)p.Threads)]));
    }

    private static TestProcess Ours(string connect, int sessions) =>
        TestProcess.Start("dotnet", [typeof(SessionsVerb).Assembly.Location, "zk-sessions", "--client", connect, "--sessions", $"{sessions}"]);

    private static async Task MakeParentAsync(string connect)
    {
        await using var client = await new ZooKeeperConnector(new ZooKeeperOptions(connect), TimeProvider.System, NullLoggerFactory.Instance).ConnectAsync(CancellationToken.None);
        await client.CreateAsync("/sessions", null);
    }
}
