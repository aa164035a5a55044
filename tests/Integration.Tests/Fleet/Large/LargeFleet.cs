using System.Globalization;
using ChefActors.Core.Nodes;
using ChefActors.Core.Znodes;
using ChefActors.Testing;

namespace ChefActors.Integration.Tests.Fleet.Large;

/// <summary>
/// 200 nodes over a real ensemble of three: 20 node hosts as processes with the stand-in for chef-client, 180 in one process (<c>tests/FleetHost</c>), and three controllers, two
/// daemons and a console. Whatever dies is started again.
/// </summary>
internal sealed class LargeFleet : IAsyncDisposable
{
    private const string SessionSeconds = "4";

    /// <summary>Processes that start at the same time.</summary>
    private const int AtOnce = 5;

    private static readonly string[] Session = ["--set", $"chefactors.zookeeper.session_timeout={SessionSeconds}s", "--set", "chefactors.history.compact_after=1d"];

    private readonly TemporaryDirectory _place = new();
    private readonly Dictionary<string, NodeUnderTest> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, KeptProcess> _kept = new(StringComparer.Ordinal);
    private readonly List<KeptProcess> _controllers = [];

    private LargeFleet(IReadOnlyList<NodeScript> scripts) => Scripts = scripts;

    public IReadOnlyList<NodeScript> Scripts { get; }

    public RealZooKeeper Ensemble { get; private set; } = null!;

    public PatientClient Client { get; private set; } = null!;

    /// <summary>The process of the many node hosts.</summary>
    public KeptProcess Host { get; private set; } = null!;

    public IReadOnlyList<KeptProcess> Controllers => _controllers;

    public ConsoleUnderTest Console { get; private set; } = null!;

    /// <summary>All that is started again.</summary>
    public IEnumerable<KeptProcess> Kept => [.. _kept.Values, Host, .. _controllers];

    /// <summary>Starts servers and node hosts.</summary>
    /// <param name="scripts">The nodes.</param>
    /// <param name="hostCrashesAt">Where the process of the many kills itself, one point after the other.</param>
    public static async Task<LargeFleet> StartAsync(IReadOnlyList<NodeScript> scripts, params string[] hostCrashesAt)
    {
        var fleet = new LargeFleet(scripts);
        try
        {
            // Short ticks: an ephemeral goes soon after its session is over, and a frozen leader is left after seconds. Joining has as long as it takes.
            fleet.Ensemble = await RealZooKeeper.StartAsync(3, "tickTime=500", "syncLimit=6", "initLimit=120");
            fleet.Client = new PatientClient(fleet.Ensemble.ConnectString);
            fleet.Console = new ConsoleUnderTest(fleet.Ensemble.ConnectString);
            fleet.Host = fleet.Hosted(hostCrashesAt);
            foreach (var script in scripts.Where(script => script.IsProcess)) fleet.Add(script);
            var many = fleet.Host.Start();
            foreach (var few in fleet._kept.Values.Chunk(AtOnce)) await Task.WhenAll(few.Select(node => node.Start()));
            await many;
        }
        catch
        {
            await fleet.DisposeAsync();
            throw;
        }

        return fleet;
    }

    /// <summary>Who is to be killed or frozen for this node.</summary>
    public KeptProcess HostOf(NodeScript script) => script.IsProcess ? _kept[script.Name] : Host;

    /// <summary>Its own process, of a node that has one.</summary>
    public NodeUnderTest Node(NodeScript script) => _nodes[script.Name];

    /// <summary>How often its chef-client was started, by what that wrote down itself.</summary>
    public StartRecords StartsOf(NodeScript script) => script.IsProcess ? _nodes[script.Name].Starts : new StartRecords(_place[$"many/{script.Name}.starts"]);

    /// <summary>Starts a daemon.</summary>
    /// <param name="name">For messages.</param>
    /// <param name="crashesAt">Where it kills itself, one point after the other.</param>
    public async Task StartDaemon(string name, params string[] crashesAt)
    {
        var daemon = new KeptProcess(
            name,
            (me, _) => Controller(crashesAt.ElementAtOrDefault(me.OwnDeaths), ["serve", "--listen", "http://127.0.0.1:0", .. Session]),
            line => line.StartsWith("serving on ", StringComparison.Ordinal));
        _controllers.Add(daemon);
        await daemon.Start();
    }

    /// <summary>Starts the rollout of a plan from a console that drives it; its later lives take it over when they find that nobody drives it.</summary>
    /// <param name="plan">YAML.</param>
    /// <param name="crashesAt">Where its first life kills itself.</param>
    public async Task<RolloutObserver> StartRollout(string plan, string crashesAt)
    {
        var file = _place["plan.yaml"];
        await File.WriteAllTextAsync(file, plan);
        RolloutObserver? observer = null;
        var console = new KeptProcess(
            "the console",
            async (me, over) =>
            {
                if (me.Lives == 0) return await Controller(crashesAt, ["rollout", "start", file, "--yes", Scripts.Count.ToString(CultureInfo.InvariantCulture), .. Session, "--output", "json"]);
                while (!over.IsCancellationRequested)
                {
                    if (observer is { HasEnded: true }) return null;
                    if (observer is { OwnerPid: null }) return await Controller(null, ["rollout", "watch", observer.Rollout, "--drive", .. Session, "--output", "json"]);
                    await Task.Delay(TimeSpan.FromMilliseconds(100), CancellationToken.None);
                }

                return null;
            },
            // 1: the rollout is over; 3: no server led when it came; 4: another was quicker.
            mayEnd: code => code is 1 or 3 or 4);
        _controllers.Add(console);
        await console.Start();
        string? rollout = null;
        await Eventually.BecomesTrue(
            async () => (rollout = await Client.Ask(async client => await client.ExistsAsync(ZnodeLayout.Rollouts) is null ? null : (await client.GetChildrenAsync(ZnodeLayout.Rollouts)).Names.SingleOrDefault())) is not null,
            $"the rollout; {console.Tail}",
            TimeSpan.FromMinutes(2));
        observer = new RolloutObserver(Client, rollout!);
        foreach (var controller in _controllers) controller.Died = pid => observer.Lost(pid, "killed");
        return observer;
    }

    /// <summary>The node is registered at this moment.</summary>
    public async Task<bool> IsAlive(NodeScript script) => await Client.Ask(client => client.ExistsAsync(ZnodeLayout.Alive(NodeName.Parse(script.Name)))) is not null;

    /// <summary>Ends every process that was started; one that resists keeps none of the others alive.</summary>
    public async ValueTask DisposeAsync()
    {
        var resisted = new List<Exception>();
        foreach (var kept in _controllers.Concat(_kept.Values).Append(Host).Where(kept => kept is not null)) await Try(kept.DisposeAsync);
        foreach (var node in _nodes.Values) await Try(node.DisposeAsync);
        if (Client is not null) await Try(Client.DisposeAsync);
        if (Ensemble is not null) await Try(Ensemble.DisposeAsync);
        _place.Dispose();
        if (resisted.Count > 0) throw new AggregateException(resisted);

        async Task Try(Func<ValueTask> end)
        {
            try
            {
                await end();
            }
            catch (Exception e)
            {
                resisted.Add(e);
            }
        }
    }

    private void Add(NodeScript script)
    {
        var node = new NodeUnderTest(Ensemble.ConnectString, script.Name)
        {
            Seconds = script.Seconds.ToString(CultureInfo.InvariantCulture),
            Environment = new Dictionary<string, string?>(StringComparer.Ordinal) { ["CHEF_STAND_IN_EXIT"] = script.ExitCode == 0 ? null : script.ExitCode.ToString(CultureInfo.InvariantCulture) },
        };
        _nodes[script.Name] = node;
        _kept[script.Name] = new KeptProcess(
            script.Name, (me, _) => Task.FromResult<TestProcess?>(node.Launch(me.OwnDeaths == 0 ? script.CrashAt : null)), line => line.StartsWith("serving ", StringComparison.Ordinal));
    }

    private KeptProcess Hosted(string[] crashesAt)
    {
        var directory = Directory.CreateDirectory(_place["many"]).FullName;
        var list = _place["many.list"];
        File.WriteAllLines(list, Scripts.Where(script => !script.IsProcess).Select(script => string.Create(CultureInfo.InvariantCulture, $"{script.Name} {script.Seconds} {script.ExitCode}")));
        return new KeptProcess(
            "the process of the many",
            (me, _) => Task.FromResult<TestProcess?>(TestProcess.Start(
                Repository.PathOf("artifacts", "bin", "FleetHost", "release", "fleet-host"),
                [Ensemble.ConnectString, directory, list, SessionSeconds],
                new Dictionary<string, string?>(StringComparer.Ordinal) { ["CHEFACTORS_CRASH_AT"] = crashesAt.ElementAtOrDefault(me.OwnDeaths) })),
            line => line.StartsWith("serving ", StringComparison.Ordinal));
    }

    private Task<TestProcess?> Controller(string? point, IReadOnlyList<string> arguments) =>
        Task.FromResult<TestProcess?>(point is null ? Console.Launch([.. arguments]) : Console.LaunchToDie(point, arguments));
}
