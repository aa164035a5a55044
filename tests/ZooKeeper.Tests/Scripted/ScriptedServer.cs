using System.Net;
using System.Net.Sockets;
using ChefActors.ZooKeeper.Wire;
using ChefActors.ZooKeeper.Wire.Records;

namespace ChefActors.ZooKeeper.Tests.Scripted;

/// <summary>A server that does what the test says, frame by frame.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public ScriptedServer()
    {
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
    }

    public int Port { get; }

    /// <summary>Takes the next connection and answers its handshake: 0 ms says that the session is gone.</summary>
    public async Task<ScriptedLink> AcceptAsync(long sessionId = 0x77, int timeoutMs = 10_000)
    {
        var client = await _listener.AcceptTcpClientAsync().WaitAsync(ScriptedLink.Bound);
        var link = new ScriptedLink(client);
        var frame = await link.ReadFrameAsync();
        link.Connect = Decode(frame);
        await link.SendAsync(writer => new ConnectResponse(0, timeoutMs, timeoutMs == 0 ? 0 : sessionId, new byte[16], ReadOnly: false).Write(writer));
        return link;
    }

    /// <summary>A client and its first connection.</summary>
    public async Task<(IZooKeeperClient Client, ScriptedLink Link)> ConnectAsync(
        Func<ZooKeeperOptions, ZooKeeperOptions>? change = null, TimeProvider? timeProvider = null, string chroot = "", int timeoutMs = 10_000)
    {
        var connecting = Connector(change, timeProvider, chroot).ConnectAsync(CancellationToken.None);
        var link = await AcceptAsync(timeoutMs: timeoutMs);
        return (await connecting.WaitAsync(ScriptedLink.Bound), link);
    }

    public ZooKeeperConnector Connector(Func<ZooKeeperOptions, ZooKeeperOptions>? change = null, TimeProvider? timeProvider = null, string chroot = "")
    {
        var options = new ZooKeeperOptions($"127.0.0.1:{Port}{chroot}")
        {
            ReconnectDelay = TimeSpan.FromMilliseconds(1),
            CloseTimeout = TimeSpan.FromMilliseconds(50),
            Seed = 1,
        };
        return new ZooKeeperConnector(
            change?.Invoke(options) ?? options, timeProvider ?? TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance);
    }

    public void Refuse() => _listener.Stop();

    public ValueTask DisposeAsync()
    {
        _listener.Dispose();
        return ValueTask.CompletedTask;
    }

    private static ConnectRequest Decode(byte[] frame)
    {
        var reader = new JuteReader(frame);
        return ConnectRequest.Read(ref reader);
    }
}
