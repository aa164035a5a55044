using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using ChefActors.ZooKeeper.Wire;
using ChefActors.ZooKeeper.Wire.Records;

namespace ChefActors.ZooKeeper.Tests.Scripted;

/// <summary>A server that does what the test says, frame by frame.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly TcpListener _listener;

    /// <summary>A connection that nobody holds any more is closed by the collector, whatever is still on its way.</summary>
    private readonly ConcurrentBag<TcpClient> _held = [];

    public ScriptedServer(IPAddress? address = null, int port = 0)
    {
        _listener = new TcpListener(address ?? IPAddress.Loopback, port);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
    }

    public int Port { get; }

    /// <summary>What it shows at TLS; null: it speaks without.</summary>
    public X509Certificate2? Certificate { get; set; }

    /// <summary>Takes the next connection and answers its handshake: 0 ms says that the session is gone.</summary>
    public async Task<ScriptedLink> AcceptAsync(long sessionId = 0x77, int timeoutMs = 10_000)
    {
        var client = await AcceptRawAsync();
        var link = new ScriptedLink(client, await StreamOfAsync(client));
        var frame = await link.ReadFrameAsync();
        link.Connect = Decode(frame);
        await link.SendAsync(writer => new ConnectResponse(0, timeoutMs, timeoutMs == 0 ? 0 : sessionId, new byte[16], ReadOnly: false).Write(writer));
        return link;
    }

    /// <summary>Takes the next connection and says nothing.</summary>
    public async Task<TcpClient> AcceptRawAsync()
    {
        var client = await _listener.AcceptTcpClientAsync().WaitAsync(ScriptedLink.Bound);
        _held.Add(client);
        return client;
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
        foreach (var client in _held) client.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<Stream> StreamOfAsync(TcpClient client)
    {
        if (Certificate is null) return client.GetStream();
        var secure = new SslStream(client.GetStream());
        using var bound = new CancellationTokenSource(ScriptedLink.Bound);
        await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = Certificate }, bound.Token);
        return secure;
    }

    private static ConnectRequest Decode(byte[] frame)
    {
        var reader = new JuteReader(frame);
        return ConnectRequest.Read(ref reader);
    }
}
