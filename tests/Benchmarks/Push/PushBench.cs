using ChefActors.Testing;
using ChefActors.ZooKeeper;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChefActors.Benchmarks.Push;

/// <summary>Prototype and node host on one real server, pushed to by turns.</summary>
internal sealed class PushBench(PushOptions options, RealZooKeeper server, TemporaryDirectory directory, DirectoryInfo state, StartSignal starts)
{
    private const string Ours = "ours.bench";
    private const string Prototype = "prototype.bench";

    private static readonly TimeSpan ServesWithin = TimeSpan.FromSeconds(30);

    /// <summary>Alternates push by push; who is first in a pair changes too.</summary>
    internal async Task<(IReadOnlyList<PushTimes> Prototype, IReadOnlyList<PushTimes> Ours)> CompareAsync()
    {
        await using var client = await ConnectAsync();
        await using var prototype = await StartPrototypeAsync();
        await using var node = await StartNodeHostAsync("info");
        var pusher = new Pusher(client, starts, options.Pause);
        var (theirs, ours) = (new List<PushTimes>(), new List<PushTimes>());
        for (var i = -options.WarmUp; i < options.Pushes; i++)
        {
            foreach (var name in i % 2 == 0 ? [Ours, Prototype] : new[] { Prototype, Ours })
            {
                var times = await pusher.PushAsync(name);
                if (i >= 0) (name == Ours ? ours : theirs).Add(times);
            }
        }

        await StopAsync(node);
        await StopAsync(prototype);
        return (theirs, ours);
    }

    /// <summary>The steps of the node host's starts, from its log.</summary>
    internal async Task<IReadOnlyList<(string Step, IReadOnlyList<double> Milliseconds)>> TraceAsync()
    {
        await using var client = await ConnectAsync();
        await using var node = await StartNodeHostAsync("debug");
        var pusher = new Pusher(client, starts, options.Pause);
        for (var i = 0; i < options.WarmUp; i++) await pusher.PushAsync(Ours);
        var times = new List<PushTimes>();
        for (var i = 0; i < options.StepPushes; i++) times.Add(await pusher.PushAsync(Ours));
        await StopAsync(node);
        return StepTrace.Read(node.Errors, times);
    }

    private async Task<IZooKeeperClient> ConnectAsync()
    {
        using var bound = new CancellationTokenSource(ServesWithin);
        return await new ZooKeeperConnector(new ZooKeeperOptions(server.ConnectString), TimeProvider.System, NullLoggerFactory.Instance).ConnectAsync(bound.Token);
    }

    private Task<TestProcess> StartPrototypeAsync() => StartAsync(
        "/usr/bin/python3",
        [
            "-B", Path.Combine(AppContext.BaseDirectory, "prototype.py"), "--zookeeper", server.ConnectString, "--name", Prototype,
            "--job-file", directory["job.json"], "--chef-client", starts.ChefClient,
        ],
        environment: null);

    private Task<TestProcess> StartNodeHostAsync(string logLevel) => StartAsync(
        options.NodeHost ?? Repository.PathOf("artifacts", "app", "chefactors-node", "chefactors-node"),
        [
            "--zookeeper", server.ConnectString, "--name", Ours, "--state-dir", state.FullName, "--chef-client", starts.ChefClient,
            "--set", $"chefactors.log.level={logLevel}", .. options.Settings.SelectMany(setting => new[] { "--set", setting }),
        ],
        options.Environment);

    private static async Task<TestProcess> StartAsync(string file, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment)
    {
        var process = TestProcess.Start(file, arguments, environment);
        await process.WaitForLine(line => line.StartsWith("serving ", StringComparison.Ordinal), "serving", ServesWithin);
        return process;
    }

    /// <summary>In order, so that its session ends with it and the next one need not take over a ghost.</summary>
    private static async Task StopAsync(TestProcess process)
    {
        process.Signal(UnixSignal.Terminate);
        var code = await process.WaitForExit();
        if (code is not (0 or 143)) throw new InvalidOperationException($"a stop in order ended with {code}:\n{process.Tail()}");
    }
}
