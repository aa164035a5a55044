using System.Diagnostics;
using ChefActors.Controller.Console;
using ChefActors.ZooKeeper;
using ChefActors.ZooKeeper.Embedded;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChefActors.Controller.Demo;

/// <summary>
/// The coordination server in this process and the node hosts as processes, each with a directory of its own below one that is removed at the
/// end. Disposing ends every process that came of it.
/// </summary>
internal sealed class DemoFleet : IAsyncDisposable
{
    private static readonly TimeSpan ServesWithin = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ConnectsWithin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan GoneWithin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly EmbeddedZooKeeper server;
    private readonly DemoPrograms programs;
    private readonly TimeProvider time;
    private readonly ParentBoundStarter starter = new();
    private readonly CancellationTokenSource life = new();
    private readonly Lock gate = new();
    private readonly Dictionary<string, NodeHostProcess> hosts = new(StringComparer.Ordinal);
    private readonly List<NodeHostProcess> all = [];
    private Task starting = Task.CompletedTask;

    private DemoFleet(EmbeddedZooKeeper server, DemoPrograms programs, string directory, TimeProvider time) =>
        (this.server, this.programs, Home, this.time) = (server, programs, directory, time);

    /// <summary>What clients are told.</summary>
    public string ConnectString => server.ConnectString;

    /// <summary>The directory that all is in.</summary>
    public string Home { get; }

    /// <summary>The longest that a node host took from its start until it served.</summary>
    public TimeSpan SlowestStart { get; private set; }

    private string StartsFile => Path.Combine(Home, "chef-client-starts");

    /// <summary>Starts the server on a free port of loopback; no node hosts yet.</summary>
    public static async Task<DemoFleet> OpenAsync(DemoPrograms programs, TimeProvider time, CancellationToken cancellationToken)
    {
        var home = MakeHome();
        try
        {
            return new DemoFleet(await EmbeddedZooKeeper.StartAsync(cancellationToken: cancellationToken), programs, home, time);
        }
        catch
        {
            Directory.Delete(home);
            throw;
        }
    }

    /// <summary>A session of a plain ZooKeeper client; the caller's.</summary>
    /// <exception cref="VerbFailure">The server did not answer.</exception>
    public async Task<IZooKeeperClient> ConnectAsync(CancellationToken cancellationToken)
    {
        using var bound = new CancellationTokenSource(ConnectsWithin, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, cancellationToken);
        try
        {
            return await new ZooKeeperConnector(new ZooKeeperOptions(ConnectString), time, NullLoggerFactory.Instance).ConnectAsync(both.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new VerbFailure(ExitCode.Failed, $"the embedded server at {ConnectString} gave no session within {ConnectsWithin.TotalSeconds:0} s");
        }
    }

    /// <summary>Starts a node's host, for the first time or again, and waits until it serves.</summary>
    /// <exception cref="VerbFailure">It did not come to serve.</exception>
    public async Task<NodeHostProcess> ServeAsync(DemoNode node, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        if (!Directory.Exists(Place(node))) await SettleAsync(node, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        var host = await NodeHostProcess.StartAsync(starter, Command(node), node);
        lock (gate)
        {
            hosts[node.Name] = host;
            all.Add(host);
        }

        await host.ServesAsync(ServesWithin, time, cancellationToken);
        var took = time.GetElapsedTime(began);
        lock (gate) SlowestStart = took > SlowestStart ? took : SlowestStart;
        return host;
    }

    /// <summary>Starts the hosts of these nodes, as many at a time as there are processors, while the caller does something else.</summary>
    /// <returns>Ends when all serve; fails when one does not.</returns>
    public Task ServeAllAsync(IEnumerable<DemoNode> nodes, CancellationToken cancellationToken)
    {
        starting = RunAsync();
        return starting;

        async Task RunAsync()
        {
            using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, life.Token);
            var options = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(2, Environment.ProcessorCount), CancellationToken = both.Token };
            await Parallel.ForEachAsync(nodes, options, async (node, token) => await ServeAsync(node, token));
        }
    }

    /// <summary>The host that serves a node now.</summary>
    public NodeHostProcess Host(DemoNode node)
    {
        lock (gate) return hosts[node.Name];
    }

    /// <summary>Tells the stand-in of a node how long the long recipe takes from now on.</summary>
    public Task PretendAsync(DemoNode node, double longSeconds, CancellationToken cancellationToken) =>
        File.WriteAllTextAsync(Path.Combine(Chef(node), "stand-in.json"), DemoScenario.Json(node, longSeconds), cancellationToken);

    /// <summary>Mends what the canary stumbled over, as an upload of the cookbook would.</summary>
    public async Task MendAsync(IEnumerable<DemoNode> nodes, CancellationToken cancellationToken)
    {
        foreach (var node in nodes) await File.WriteAllTextAsync(Path.Combine(Chef(node), "stand-in.json"), DemoScenario.Json(node, longSeconds: 1, isMended: true), cancellationToken);
    }

    /// <summary>What the stand-ins of a node wrote about themselves, oldest first.</summary>
    public async Task<IReadOnlyList<ChefStart>> StartsAsync(DemoNode node, CancellationToken cancellationToken) =>
        File.Exists(StartsFile) ? [.. ChefStart.Parse(await File.ReadAllTextAsync(StartsFile, cancellationToken)).Where(s => s.Node == node.Name)] : [];

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await life.CancelAsync();

        // Whoever waited for the starts has told of their failure; here they must only be over, so that none comes late.
        await starting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(all.Select(host => host.DisposeAsync().AsTask()));
        await EndMarkedAsync();
        starter.Dispose();
        await server.DisposeAsync();
        Directory.Delete(Home, recursive: true);
        life.Dispose();
    }

    private static string MakeHome()
    {
        try
        {
            return Directory.CreateTempSubdirectory("chefactors-demo-").FullName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VerbFailure(ExitCode.Failed, $"no directory can be made below {Path.GetTempPath()} (variable TMPDIR): {e.Message}");
        }
    }

    private string Place(DemoNode node) => Path.Combine(Home, node.Name);

    private string Chef(DemoNode node) => Path.Combine(Place(node), "chef");

    private async Task SettleAsync(DemoNode node, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Chef(node));
        await File.WriteAllTextAsync(Path.Combine(Chef(node), "client.rb"), DemoScenario.ClientRb(node), cancellationToken);
        await PretendAsync(node, longSeconds: 1, cancellationToken);
    }

    private ProcessStartInfo Command(DemoNode node)
    {
        var info = new ProcessStartInfo(programs.NodeHost,
        [
            "--zookeeper", ConnectString,
            "--name", node.Name,
            "--state-dir", Path.Combine(Place(node), "state"),
            "--chef-client", programs.StandIn,
            "--chef-config", Path.Combine(Chef(node), "client.rb"),
            "--tag", $"role={node.Role}",
            "--tag", $"env={node.Env}",
            "--location", node.Location,
            "--set", "chefactors.node.cluster=demo",
        ]);

        // Settings of the user's own cluster are not for these.
        foreach (var name in info.Environment.Keys.Where(IsSetting).ToList()) info.Environment.Remove(name);
        info.Environment[MarkedProcesses.Marker] = Home;
        info.Environment["CHEF_STAND_IN_STARTS"] = StartsFile;

        // The runtime's own sockets in /tmp would outlive kill -9.
        info.Environment["DOTNET_EnableDiagnostics"] = "0";
        return info;
    }

    private static bool IsSetting(string variable) =>
        variable.StartsWith("CHEFACTORS_", StringComparison.Ordinal) || variable.StartsWith("CHEF_STAND_IN_", StringComparison.Ordinal);

    /// <summary>chef-clients outlive their node hosts by design; this is the one place where that is not wanted.</summary>
    private async Task EndMarkedAsync()
    {
        var began = time.GetTimestamp();
        while (MarkedProcesses.Find(Home) is { Count: > 0 } left)
        {
            if (time.GetElapsedTime(began) > GoneWithin)
                throw new InvalidOperationException($"processes of the demonstration are still there after SIGKILL: {string.Join(", ", left)}; their directory {Home} stays");
            foreach (var pid in left) MarkedProcesses.SendKill(pid);
            await Task.Delay(Pause, time);
        }
    }
}
