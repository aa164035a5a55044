using System.CommandLine;

namespace ChefActors.Benchmarks.Peer;

/// <summary>
/// Our client as one of those that <c>run.py</c> of the peers compares: one work, one line of JSON. Other clients stand beside it in the same run,
/// on the same server; how to call it: docs/performance.md.
/// </summary>
internal static class PeerVerb
{
    private const int NotMyWork = 3;

    /// <summary>The verb.</summary>
    internal static Command Create()
    {
        var connect = new Option<string>("--connect") { DefaultValueFactory = _ => "127.0.0.1:2181", Description = "the server" };
        var work = new Option<string>("--work") { DefaultValueFactory = _ => "set", Description = "set, get, create, multi100, get1, set1, watch, sessions, fanout" };
        var ops = Number("--ops", 10_000, "operations");
        var window = Number("--window", 200, "requests in flight");
        var size = Number("--size", 100, "bytes of a value");
        var sessions = Number("--sessions", 100, "sessions");
        var bare = new Option<bool>("--bare") { Description = "one .NET socket without a client instead: set, get, multi100, get1, set1" };
        var command = new Command("zk", "our ZooKeeper client doing one work of the peers' protocol") { connect, work, ops, window, size, sessions, bare };
        command.SetAction(async (parsed, _) =>
        {
            var options = new PeerOptions(
                parsed.GetValue(connect)!, parsed.GetValue(work)!, parsed.GetValue(ops), parsed.GetValue(window), parsed.GetValue(size), parsed.GetValue(sessions));
            if (parsed.GetValue(bare)) return await BareAsync(options);
            if (!PeerRun.Works.Contains(options.Work)) return NotMyWork;
            await using var run = await PeerRun.OpenAsync(options);
            Console.WriteLine(await run.MeasureAsync());
            return 0;
        });
        return command;
    }

    private static async Task<int> BareAsync(PeerOptions options)
    {
        if (!BareLoop.Works.Contains(options.Work)) return NotMyWork;
        using var loop = new BareLoop(options);
        Console.WriteLine(await loop.MeasureAsync());
        return 0;
    }

    private static Option<int> Number(string name, int value, string description) => new(name) { DefaultValueFactory = _ => value, Description = description };
}
