using ChefActors.Benchmarks.Fleet;
using ChefActors.Benchmarks.Peer;
using ChefActors.Controller.Aggregation;
using ChefActors.Core.Rollouts;
using ChefActors.Core.Znodes;
using ChefActors.FleetHost;
using ChefActors.NodeHost;
using ChefActors.Testing;
using ChefActors.ZooKeeper;

namespace ChefActors.Benchmarks.TakeOver;

/// <summary>A real ensemble of three, two daemons as processes, and a rollout that soaks for an hour between its two waves: it always has an owner.</summary>
internal sealed class TakeOverBench : IAsyncDisposable
{
    private const string Plan = """
        name: takeover
        command: {run_list: ["recipe[cookbook_c]"]}
        target: "host-*"
        waves:
          - {name: canary, nodes: 1, soak: 1h}
          - {name: rest, nodes: rest}
        """;

    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(2);

    private readonly TemporaryDirectory _directory = new("chefactors-bench-");
    private readonly List<TestProcess> _daemons = [];
    private readonly int _sessionSeconds;
    private RealZooKeeper? _servers;
    private SessionGroup? _sessions;
    private NodeHostFleet? _hosts;
    private IZooKeeperClient _client = null!;
    private string _rollout = "";

    private TakeOverBench(int sessionSeconds) => _sessionSeconds = sessionSeconds;

    /// <summary>Starts all of it, until the rollout soaks.</summary>
    internal static async Task<TakeOverBench> StartAsync(int sessionSeconds)
    {
        var bench = new TakeOverBench(sessionSeconds);
        try
        {
            await bench.BeginAsync();
        }
        catch
        {
            await bench.DisposeAsync();
            throw;
        }

        return bench;
    }

    /// <summary>Kills the owner with SIGKILL; the time until a state of the next epoch is there. Another daemon takes the place of the dead one.</summary>
    internal async Task<TimeSpan> KillOwnerAsync()
    {
        var owner = (await OwnerAsync())!;
        var epoch = (await StateAsync()).Epoch;
        var daemon = _daemons.Single(daemon => daemon.Id == owner.Pid);
        var killed = BootClock.Now;
        daemon.Signal(UnixSignal.Kill);
        await Eventually.BecomesTrue(async () => (await StateAsync()).Epoch > epoch, "another owner", Bound);
        var took = BootClock.Now - killed;
        _daemons.Remove(daemon);
        await daemon.DisposeAsync();
        await StartDaemonAsync();
        return took;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var daemon in _daemons) await daemon.DisposeAsync();
        if (_hosts is not null) await _hosts.DisposeAsync();
        if (_sessions is not null) await _sessions.DisposeAsync();
        if (_servers is not null) await _servers.DisposeAsync();
        _directory.Dispose();
    }

    private async Task BeginAsync()
    {
        _servers = await RealZooKeeper.StartAsync(3);
        _sessions = new SessionGroup(_servers.ConnectString);
        _client = (await _sessions.OpenAsync(1))[0];
        _hosts = await NodeHostFleet.StartAsync(new FleetSetup(_servers.ConnectString, _directory["hosts"], FleetNodes.Of("host", 2), _ => new NoChefClient(TimeProvider.System)));
        await File.WriteAllTextAsync(_directory["plan.yaml"], Plan);
        await using (var console = Controller("rollout", "start", _directory["plan.yaml"], "--detach", "--yes", "2"))
        {
            if (await console.WaitForExit(Bound) != 5) throw new InvalidOperationException($"the rollout was not started:\n{console.Tail()}");
            _rollout = console.Output.Single();
        }

        for (var i = 0; i < 2; i++) await StartDaemonAsync();
        await Eventually.BecomesTrue(async () => (await StateAsync()).Phase == RolloutPhase.Waiting && await OwnerAsync() is not null, "the soak", Bound);
    }

    private async Task StartDaemonAsync()
    {
        var daemon = Controller("serve", "--listen", "http://127.0.0.1:0");
        _daemons.Add(daemon);
        await daemon.WaitForLine(line => line.Contains("taking over rollouts", StringComparison.Ordinal), "that the daemon is there", Bound);
    }

    private TestProcess Controller(params string[] arguments) => TestProcess.Start(
        Repository.Executable("chefactors"),
        [.. arguments, "--set", $"chefactors.zookeeper.session_timeout={_sessionSeconds}s"],
        new Dictionary<string, string?>(StringComparer.Ordinal) { ["CHEFACTORS_ZOOKEEPER"] = _servers!.ConnectString });

    private async Task<RolloutState> StateAsync() => (await RolloutReads.StateAsync(_client, _rollout, CancellationToken.None))!.Value;

    private async Task<OwnerDocument?> OwnerAsync() => (await RolloutReads.OwnerAsync(_client, _rollout, CancellationToken.None))?.Value;
}
