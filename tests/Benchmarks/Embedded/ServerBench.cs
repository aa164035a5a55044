using System.Text.Json.Nodes;
using ChefActors.Benchmarks.Peer;
using ChefActors.Benchmarks.Processes;
using ChefActors.Testing;

namespace ChefActors.Benchmarks.Embedded;

/// <summary>The same client's works on one server.</summary>
internal static class ServerBench
{
    /// <summary>Works of the peers' protocol, in the order of the table.</summary>
    internal static readonly string[] Works = ["set", "get", "create", "set1", "get1"];

    private const int InFlight = 200;
    private const int ValueBytes = 100;

    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);

    /// <summary>One work by a client process of its own, warmed up; the line that it prints.</summary>
    internal static async Task<JsonNode> WorkAsync(ServerUnderLoad server, string work, int ops)
    {
        await using var client = TestProcess.Start(
            "dotnet", [typeof(ServerBench).Assembly.Location, "zk", "--connect", server.Connect, "--work", work, "--ops", $"{ops}", "--window", $"{InFlight}", "--size", $"{ValueBytes}"]);
        var line = await client.WaitForLine(l => l.StartsWith('{'), $"the figures of {work}", Bound);
        return JsonNode.Parse(line)!;
    }

    /// <summary>Fills a fresh server with znodes, then with idle sessions, and reads its memory before and after each.</summary>
    internal static async Task<(ProcessUsage Fresh, ProcessUsage Znodes, ProcessUsage Sessions)> MemoryAsync(ServerUnderLoad server, ServerOptions options)
    {
        var fresh = server.Usage();
        await using var sessions = new SessionGroup(server.Connect);
        var client = (await sessions.OpenAsync(1))[0];
        await client.CreateAsync("/m", null);
        var inFlight = new Queue<Task>(InFlight);
        for (var i = 0; i < options.Znodes; i++)
        {
            if (inFlight.Count == InFlight) await inFlight.Dequeue();
            inFlight.Enqueue(client.CreateAsync($"/m/znode-{i:d6}", new byte[ValueBytes]));
        }

        await Task.WhenAll(inFlight);
        await Task.Delay(Settling);
        var znodes = server.Usage();
        await sessions.OpenAsync(options.Sessions);
        await Task.Delay(Settling);
        return (fresh, znodes, server.Usage());
    }
}
