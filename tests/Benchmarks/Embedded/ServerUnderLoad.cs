using ChefActors.Benchmarks.Processes;
using ChefActors.Testing;

namespace ChefActors.Benchmarks.Embedded;

/// <summary>A server as a process with a data directory of its own; both sync every transaction before they answer.</summary>
internal sealed class ServerUnderLoad : IAsyncDisposable
{
    private const string Jars = "/usr/share/java/zookeeper.jar:/usr/share/java/slf4j-nop.jar";

    private static readonly TimeSpan StartBound = TimeSpan.FromSeconds(60);

    private readonly TemporaryDirectory _directory;
    private readonly TestProcess _process;

    private ServerUnderLoad(string name, int port, TemporaryDirectory directory, TestProcess process) =>
        (Name, Connect, _directory, _process) = (name, $"127.0.0.1:{port}", directory, process);

    /// <summary>As it stands in tables.</summary>
    internal string Name { get; }

    /// <summary>host:port.</summary>
    internal string Connect { get; }

    /// <summary><c>chefactors zookeeper --data-dir</c>.</summary>
    internal static async Task<ServerUnderLoad> OursAsync()
    {
        var (port, directory) = (LoopbackPorts.Take(), new TemporaryDirectory("chefactors-bench-"));
        var process = TestProcess.Start(Repository.Executable("chefactors"), ["zookeeper", "--port", $"{port}", "--data-dir", directory["data"]]);
        await process.WaitForLine(line => line.StartsWith("ZooKeeper serving", StringComparison.Ordinal), "it serves", StartBound);
        return new ServerUnderLoad("embedded", port, directory, process);
    }

    /// <summary>Apache's, as its own script starts it: the virtual machine's defaults but for the heap's bound.</summary>
    internal static async Task<ServerUnderLoad> ApacheAsync()
    {
        var (port, directory) = (LoopbackPorts.Take(), new TemporaryDirectory("chefactors-bench-"));
        await File.WriteAllLinesAsync(directory["zoo.cfg"],
        [
            "tickTime=2000", $"dataDir={directory.FullName}", $"clientPort={port}", "clientPortAddress=127.0.0.1", "maxClientCnxns=0",
            "admin.enableServer=false", "4lw.commands.whitelist=*",
        ]);
        var process = TestProcess.Start("/usr/bin/java", ["-Xmx512m", "-cp", Jars, "org.apache.zookeeper.server.quorum.QuorumPeerMain", directory["zoo.cfg"]]);
        var server = new ServerUnderLoad("Apache", port, directory, process);
        await Eventually.BecomesTrue(server.ServesAsync, "Apache's server serves", StartBound);
        return server;
    }

    /// <summary>What its process holds now.</summary>
    internal ProcessUsage Usage() => ProcessUsage.Read(_process.Id);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _directory.Dispose();
    }

    private async Task<bool> ServesAsync()
    {
        if (_process.HasExited) throw new InvalidOperationException($"Apache's server ended:\n{_process.Tail()}");
        using var tcp = new System.Net.Sockets.TcpClient();

        // Who is accepted while it starts may never be answered.
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        try
        {
            await tcp.ConnectAsync(System.Net.IPEndPoint.Parse(Connect), bound.Token);
            await tcp.GetStream().WriteAsync("srvr"u8.ToArray(), bound.Token);
            using var reader = new StreamReader(tcp.GetStream());
            return (await reader.ReadToEndAsync(bound.Token)).Contains("Mode:", StringComparison.Ordinal);
        }
        catch (Exception problem) when (problem is System.Net.Sockets.SocketException or IOException or OperationCanceledException)
        {
            return false;
        }
    }
}
