using System.Diagnostics;
using System.Text;
using ChefActors.Core.Commands;
using ChefActors.Core.Delivery;
using ChefActors.Core.Nodes;
using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;
using ChefActors.Core.Znodes;
using ChefActors.Testing;
using ChefActors.ZooKeeper;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChefActors.Benchmarks.Soak;

/// <summary>
/// One node host as a process that is pushed to without a pause, through slot and inbox by turns: runs that succeed, that fail, that are stopped; the server
/// dies and comes back now and then. Every command must have its result, and history is removed behind it, so all that grows is a leak.
/// </summary>
internal sealed class SoakRun : IAsyncDisposable
{
    private const string Scenario = """{"recipes":{"broken":[{"resource":"execute[broken]","raise":"on purpose"}],"slow":[{"resource":"execute[slow]","seconds":600}]}}""";
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    private readonly TemporaryDirectory _directory = new("chefactors-soak-");
    private readonly NodeName _node = NodeName.Parse("soak.example.com");
    private readonly RealZooKeeper _server;
    private readonly TestProcess _host;
    private IZooKeeperClient _client;
    private int _rollouts;

    private SoakRun(RealZooKeeper server, IZooKeeperClient client)
    {
        (_server, _client) = (server, client);
        Directory.CreateDirectory(_directory["chef"]);
        File.WriteAllText(_directory["chef/client.rb"], $"node_name \"{_node}\"\nfile_cache_path \"{_directory["chef"]}/cache\"\n");
        File.WriteAllText(_directory["scenario.json"], Scenario);
        _host = TestProcess.Start(
            Repository.Executable("chefactors-node"),
            [
                "--zookeeper", server.ConnectString, "--name", _node.Value, "--state-dir", _directory["state"], "--chef-client", Repository.Executable("chef-client-stand-in"),
                "--chef-config", _directory["chef/client.rb"], "--set", "chefactors.log.level=warning",
            ],
            new Dictionary<string, string?>(StringComparer.Ordinal) { ["CHEF_STAND_IN_SCENARIO"] = _directory["scenario.json"] });
    }

    /// <summary>Runs that had their result.</summary>
    internal int Runs { get; private set; }

    /// <summary>How often the server was killed and started again.</summary>
    internal int Restarts { get; private set; }

    /// <summary>Starts server and node host.</summary>
    internal static async Task<SoakRun> StartAsync()
    {
        var server = await RealZooKeeper.StartAsync();
        var run = new SoakRun(server, await ConnectAsync(server));
        await run._host.WaitForLine(line => line.StartsWith("serving ", StringComparison.Ordinal), "that the node host serves", Bound);
        return run;
    }

    /// <summary>Pushes for so long; a sample at the beginning, one after each interval, one at the end.</summary>
    internal async Task<IReadOnlyList<SoakSample>> PushAsync(TimeSpan duration, TimeSpan sampleEvery, TimeSpan restartEvery, Action<SoakSample> sampled)
    {
        var samples = new List<SoakSample>();
        var started = Stopwatch.GetTimestamp();
        var (nextSample, nextRestart) = (TimeSpan.Zero, restartEvery);
        while (Stopwatch.GetElapsedTime(started) is var now && now < duration)
        {
            if (now >= nextRestart)
            {
                nextRestart += restartEvery;
                Restarts++;
                await _server.Restart(1);
            }

            if (now >= nextSample)
            {
                nextSample += sampleEvery;
                await SampleAsync(now);
            }

            await OneAsync(Runs);
            Runs++;
        }

        await SampleAsync(Stopwatch.GetElapsedTime(started));
        return samples;

        async Task SampleAsync(TimeSpan at)
        {
            await Eventually.BecomesTrue(() => !Directory.Exists(_directory["state/runs"]) || !Directory.EnumerateDirectories(_directory["state/runs"]).Any(run => Path.GetFileName(run).Contains('.', StringComparison.Ordinal)), "the last run's directory is gone", Bound);
            samples.Add(await PatientAsync(() => SoakSample.TakeAsync(at, Runs, _host.Id, _directory["state"], _client)));
            sampled(samples[^1]);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _client.DisposeAsync();
        await _server.DisposeAsync();
        _directory.Dispose();
    }

    private Task OneAsync(int number) => (number % 10) switch
    {
        3 or 8 => TypedAsync("recipe[broken]", ResultState.Failed),
        5 when number % 20 == 5 => TypedAsync("recipe[slow]", ResultState.Cancelled),
        _ when number % 2 == 0 => SlotAsync(),
        _ => TypedAsync("recipe[app]", ResultState.Succeeded),
    };

    private async Task SlotAsync()
    {
        var id = CommandId.ForSlot((await PatientAsync(() => _client.SetDataAsync(ZnodeLayout.Node(_node), Encoding.UTF8.GetBytes("""{"run_list":["recipe[app]"]}""")))).Mzxid);
        await EndsAsync(ZnodeLayout.NodeResult(_node), id, ResultState.Succeeded);
        await Eventually.BecomesTrue(() => PatientAsync(async () => (await _client.GetDataAsync(ZnodeLayout.Node(_node))).Data is null or { Length: 0 }), "the slot is empty", Bound);
    }

    private async Task TypedAsync(string item, ResultState expected)
    {
        var id = $"S{++_rollouts}";
        string[] parents = [ZnodeLayout.Rollouts, ZnodeLayout.Rollout(id), ZnodeLayout.State(id), ZnodeLayout.Control(id), ZnodeLayout.Rows(id)];
        foreach (var path in parents) await PatientAsync(async () => await _client.ExistsAsync(path) is not null || await _client.CreateAsync(path, []) is not null);
        var cluster = PayloadCodec.Read((await PatientAsync(() => _client.GetDataAsync(ZnodeLayout.Cluster))).Data!, PayloadJson.Default.ClusterIdentity).Value!.Id;
        var command = new RolloutCommand { RunList = [item] }.For(id, _node.Value, 1, cluster, "soak@bench", TimeProvider.System.GetUtcNow());
        await PatientAsync(async () => (await _client.MultiAsync(DispatchTransaction.Dispatch(id, 0, 0, [(_node, PayloadCodec.Write(command, PayloadJson.Default.Command))]))).Succeeded);
        if (expected == ResultState.Cancelled) await AskToStopAsync(id);
        await EndsAsync(ZnodeLayout.Row(id, _node), id, expected);
        foreach (var path in parents[1..].Append(ZnodeLayout.Row(id, _node)).OrderByDescending(path => path.Length)) await DeleteAsync(path);
    }

    private async Task AskToStopAsync(string id)
    {
        await Eventually.BecomesTrue(() => Directory.Exists(_directory[$"state/runs/{id}.1"]) && new FileInfo(_directory[$"state/runs/{id}.1/output"]) is { Exists: true, Length: > 0 }, "the slow run", Bound);
        var entry = await PatientAsync(() => _client.GetDataAsync(ZnodeLayout.Entry(_node, id)));
        var command = PayloadCodec.Read(entry.Data!, PayloadJson.Default.Command).Value! with { Cancel = new Cancel("soak@bench", TimeProvider.System.GetUtcNow()) };
        await PatientAsync(async () => (await _client.MultiAsync(ClosingTransaction.AskToStop(id, 0, _node, PayloadCodec.Write(command, PayloadJson.Default.Command), entry.Stat.Version))).Succeeded);
    }

    private async Task EndsAsync(string path, string id, ResultState expected)
    {
        CommandResult? result = null;
        await Eventually.BecomesTrue(
            async () => (result = PayloadCodec.Read((await PatientAsync(() => _client.GetDataAsync(path))).Data ?? [], PayloadJson.Default.CommandResult).Value)?.Command == id, $"a result of {id}", Bound);
        if (result!.State != expected) throw new InvalidOperationException($"{id} ended as {result.State} ({result.Reason?.Text}), expected {expected}; node host:\n{_host.Tail()}");
    }

    private async Task DeleteAsync(string path)
    {
        try
        {
            await PatientAsync(async () =>
            {
                await _client.DeleteAsync(path);
                return true;
            });
        }
        catch (NoNodeException)
        {
            // Deleted by the request whose answer was lost.
        }
    }

    private static Task<IZooKeeperClient> ConnectAsync(RealZooKeeper server) =>
        new ZooKeeperConnector(new ZooKeeperOptions(server.ConnectString), TimeProvider.System, NullLoggerFactory.Instance).ConnectAsync(CancellationToken.None);

    /// <summary>Asks again while the server is away, in a new session when a slow restart ended this one.</summary>
    private async Task<T> PatientAsync<T>(Func<Task<T>> ask)
    {
        while (true)
        {
            try
            {
                return await ask();
            }
            catch (ConnectionLossException)
            {
                // Requests wait for the server by themselves.
            }
            catch (SessionExpiredException)
            {
                await _client.DisposeAsync();
                _client = await ConnectAsync(_server);
            }
        }
    }
}
