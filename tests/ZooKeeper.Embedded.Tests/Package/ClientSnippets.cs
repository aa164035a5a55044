using ChefActors.ZooKeeper.Recipes;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChefActors.ZooKeeper.Embedded.Tests.Package;

/// <summary>The code that src/ZooKeeper/PACKAGE.md quotes, each piece between its marks. A test runs it, another compares.</summary>
internal static class ClientSnippets
{
    public static async Task<IReadOnlyList<string>> RunAsync(string servers, CancellationToken stop)
    {
        var told = new List<string>();
        void Reload(byte[]? data) => told.Add($"{data?.Length}");

        // connect {
        var options = new ZooKeeperOptions(servers) { SessionTimeout = TimeSpan.FromSeconds(20) };
        var connector = new ZooKeeperConnector(options, TimeProvider.System, NullLoggerFactory.Instance);
        await using var zk = await connector.ConnectAsync(stop);
        // }

        // read {
        await zk.CreateAsync("/config", "blue"u8.ToArray(), cancellationToken: stop);
        var (data, stat) = await zk.GetDataAsync("/config", cancellationToken: stop);
        await zk.SetDataAsync("/config", "green"u8.ToArray(), stat.Version, stop); // BadVersionException: somebody was faster
        // }

        // watch {
        async ValueTask Changed(WatchEvent e)
        {
            if (e.Type == WatchEventType.None) return; // the session is over
            Reload((await zk.GetDataAsync("/config", Changed, stop)).Data); // a watch fires once: set it again by reading
        }

        Reload((await zk.GetDataAsync("/config", Changed, stop)).Data);
        // }

        // lock {
        await using (var lease = await new ZooKeeperLock(zk, "/leader").AcquireAsync(cancellationToken: stop))
        {
            var fence = lease.FencingToken; // grows with every holder: give it to what the lock guards, which refuses a smaller one
            told.Add($"lead {fence > 0}"); // and stop when lease.Lost is cancelled
        }
        // }

        return [.. told, $"{data?.Length}"];
    }
}
