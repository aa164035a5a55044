using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace ChefActors.Testing;

/// <summary>
/// Apache ZooKeeper servers (Debian's jars) as ordinary processes on loopback: one, or an ensemble of three. Servers are numbered from 1.
/// They end with the object, and so do their directories.
/// </summary>
public sealed partial class RealZooKeeper : IAsyncDisposable
{
    /// <summary>Those of Netty are what Debian's manifest leaves out, and only a server of <c>NettyServerCnxnFactory</c> loads them.</summary>
    private const string Jars =
        "/usr/share/java/zookeeper.jar:/usr/share/java/slf4j-simple.jar:/usr/share/java/netty-codec.jar:/usr/share/java/netty-resolver.jar:/usr/share/java/netty-transport-native-unix-common.jar";

    private const string Install = "apt-get install -y --no-install-recommends zookeeper libzookeeper-java default-jre-headless";

    private static readonly TimeSpan StartBound = TimeSpan.FromSeconds(60);

    private readonly TemporaryDirectory _directory = new("chefactors-zookeeper-");
    private readonly int[] _ports;
    private readonly TestProcess?[] _processes;

    private RealZooKeeper(int servers) => (_ports, _processes) = ([.. Enumerable.Range(0, servers).Select(_ => LoopbackPorts.Take())], new TestProcess?[servers]);

    /// <summary>host:port of all servers, separated by commas.</summary>
    public string ConnectString => string.Join(',', _ports.Select(port => $"127.0.0.1:{port}"));

    /// <summary>The client ports, in the servers' order.</summary>
    public IReadOnlyList<int> Ports => _ports;

    /// <summary>Starts the servers and waits until all of them serve.</summary>
    /// <param name="servers">1 or 3.</param>
    /// <param name="settings">Further lines of zoo.cfg, such as <c>tickTime=200</c>; a later line wins over an earlier one.</param>
    /// <exception cref="InvalidOperationException">Java or the jars are missing (with the command that installs them), or a server ended.</exception>
    public static async Task<RealZooKeeper> StartAsync(int servers = 1, params string[] settings)
    {
        if (servers is not (1 or 3)) throw new ArgumentOutOfRangeException(nameof(servers), servers, "1 or 3");
        foreach (var file in Jars.Split(':').Append("/usr/bin/java"))
        {
            if (!File.Exists(file)) throw new InvalidOperationException($"{file} is missing; install it with: {Install}");
        }

        var ensemble = new RealZooKeeper(servers);
        try
        {
            ensemble.Configure(settings);
            for (var n = 1; n <= servers; n++) ensemble.Launch(n);
            await ensemble.AllServe();
        }
        catch
        {
            await ensemble.DisposeAsync();
            throw;
        }

        return ensemble;
    }

    /// <summary>SIGKILL: what a crash looks like to the others.</summary>
    public async Task Kill(int server)
    {
        if (_processes[server - 1] is not { } process) return;
        await process.DisposeAsync();
        _processes[server - 1] = null;
    }

    /// <summary>SIGSTOP: connections stay open, nothing answers.</summary>
    public void Freeze(int server) => Running(server).Signal(UnixSignal.Stop);

    /// <summary>SIGCONT, after <see cref="Freeze"/>.</summary>
    public void Thaw(int server) => Running(server).Signal(UnixSignal.Continue);

    /// <summary>Starts a killed server again (or kills it first) on its port and data, and waits until it serves.</summary>
    public async Task Restart(int server)
    {
        await Kill(server);
        Launch(server);
        await Serves(server);
    }

    /// <summary>A copy of a stopped server's data, as an operator's backup has it, in a directory of its own: kill it first.</summary>
    public void Backup(int server, string directory) => Copy(Home(server), directory);

    /// <summary>Puts a stopped server's data back to a copy.</summary>
    public void Restore(int server, string directory)
    {
        foreach (var part in Directory.EnumerateDirectories(Home(server))) Directory.Delete(part, recursive: true);
        Copy(directory, Home(server));
    }

    private string Home(int server) => _directory[server.ToString(CultureInfo.InvariantCulture)];

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var path = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.Copy(file, path, overwrite: true);
        }
    }

    /// <summary>Waits until one of the running servers says that it leads, and gives its number.</summary>
    public async Task<int> Leader(TimeSpan? bound = null)
    {
        var leader = 0;
        await Eventually.BecomesTrue(
            async () =>
            {
                for (var n = 1; n <= _ports.Length && leader == 0; n++)
                {
                    if (await Mode(n) is "leader" or "standalone") leader = n;
                }

                return leader > 0;
            },
            "a server leads",
            bound ?? StartBound);
        return leader;
    }

    /// <summary>What <c>srvr</c> answers: leader, follower or standalone; null while it does not serve.</summary>
    public async Task<string?> Mode(int server)
    {
        var match = ModeLine().Match(await FourLetters(server, "srvr") ?? "");
        return match.Success ? match.Groups["mode"].Value : null;
    }

    /// <summary>The answer to a four-letter word; null when there is none within 2 s.</summary>
    public async Task<string?> FourLetters(int server, string word)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        try
        {
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, _ports[server - 1]), bound.Token);
            await socket.SendAsync(Encoding.ASCII.GetBytes(word), bound.Token);
            using var reader = new StreamReader(new NetworkStream(socket));
            return await reader.ReadToEndAsync(bound.Token);
        }
        catch (Exception e) when (e is SocketException or IOException or OperationCanceledException)
        {
            return null;
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        for (var n = 1; n <= _processes.Length; n++) await Kill(n);
        _directory.Dispose();
    }

    [GeneratedRegex(@"^Mode: (?<mode>\w+)", RegexOptions.Multiline)]
    private static partial Regex ModeLine();

    private TestProcess Running(int server) => _processes[server - 1] ?? throw new InvalidOperationException($"server {server} does not run");

    private void Configure(string[] settings)
    {
        var peers = _ports.Length == 1
            ? []
            : _ports.Select((_, i) => $"server.{i + 1}=127.0.0.1:{LoopbackPorts.Take()}:{LoopbackPorts.Take()}").Prepend("syncLimit=5").Prepend("initLimit=10").ToArray();
        for (var n = 1; n <= _ports.Length; n++)
        {
            var home = Directory.CreateDirectory(_directory[n.ToString(CultureInfo.InvariantCulture)]).FullName;
            File.WriteAllText(Path.Combine(home, "myid"), $"{n}\n");
            File.WriteAllLines(
                Path.Combine(home, "zoo.cfg"),
                [
                    "tickTime=2000", $"dataDir={home}", $"clientPort={_ports[n - 1]}", "clientPortAddress=127.0.0.1", "maxClientCnxns=0",
                    "admin.enableServer=false", "4lw.commands.whitelist=*", .. peers, .. settings,
                ]);
        }
    }

    private void Launch(int server)
    {
        var configuration = Path.Combine(_directory[server.ToString(CultureInfo.InvariantCulture)], "zoo.cfg");
        _processes[server - 1] = TestProcess.Start(
            "/usr/bin/java",
            [
                // Znodes with a time to live, and a look at them that tests can wait for.
                "-Dzookeeper.extendedTypesEnabled=true", "-Dznode.container.checkIntervalMs=200",
                "-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "-cp", Jars,
                "org.apache.zookeeper.server.quorum.QuorumPeerMain", configuration,
            ]);
    }

    private async Task AllServe()
    {
        for (var n = 1; n <= _ports.Length; n++) await Serves(n);
    }

    private async Task Serves(int server) =>
        await Eventually.BecomesTrue(
            async () => await Mode(server) is not null
                || (Running(server).HasExited ? throw new InvalidOperationException($"ZooKeeper server {server} ended while it started:\n{Running(server).Tail()}") : false),
            $"ZooKeeper server {server} serves",
            StartBound);
}
