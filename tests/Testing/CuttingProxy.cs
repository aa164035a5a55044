using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace ChefActors.Testing;

/// <summary>A TCP proxy on loopback that passes, delays, holds back, refuses and cuts: connections break where the test says.</summary>
public sealed class CuttingProxy : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly ConcurrentDictionary<ProxyLink, bool> _links = new();
    private readonly CancellationTokenSource _stopped = new();
    private readonly IPEndPoint _server;
    private readonly Task _accepting;
    private int _accepted;

    private CuttingProxy(int serverPort)
    {
        _server = new IPEndPoint(IPAddress.Loopback, serverPort);
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(512);
        Port = ((IPEndPoint)_listener.LocalEndPoint!).Port;
        _accepting = Accept();
    }

    /// <summary>Where it listens.</summary>
    public int Port { get; }

    /// <summary>host:port of the proxy.</summary>
    public string ConnectString => $"127.0.0.1:{Port}";

    /// <summary>Connections that are open now.</summary>
    public int Open => _links.Count;

    /// <summary>Connections that were let through since the start.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    /// <summary>New connections are closed at once; those that are open stay.</summary>
    public bool RefuseNew { get; set; }

    /// <summary>Time that each piece of data is held before it goes on, each way.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>Nothing passes, either way, and nothing is lost, until it is set back: what a partition looks like.</summary>
    public bool Hold { get; set; }

    /// <summary>Starts one before a server on loopback.</summary>
    public static CuttingProxy Start(int serverPort) => new(serverPort);

    /// <summary>Resets every open connection, both ends.</summary>
    public void CutAll()
    {
        foreach (var link in _links.Keys) link.Cut();
    }

    /// <summary>The next data that comes in this direction on any connection is swallowed and its connection cut: a request never arrives, or its answer is lost.</summary>
    public void CutBeforeNext(ProxyDirection direction) => Arm(direction, passAllButOneByte: false);

    /// <summary>The next data that comes in this direction passes but for its last byte, then its connection is cut: the middle of a frame.</summary>
    public void CutInsideNext(ProxyDirection direction) => Arm(direction, passAllButOneByte: true);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAsync();
        _listener.Dispose();
        CutAll();
        await _accepting;
        await Eventually.BecomesTrue(() => _links.IsEmpty, "the proxy's connections have ended");
        _stopped.Dispose();
    }

    private void Arm(ProxyDirection direction, bool passAllButOneByte)
    {
        foreach (var link in _links.Keys) link.Arm(direction, passAllButOneByte);
    }

    private async Task Accept()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptAsync(_stopped.Token);
                if (RefuseNew)
                {
                    ProxyLink.Reset(client);
                    continue;
                }

                Interlocked.Increment(ref _accepted);
                var link = new ProxyLink(this, client, _server);
                _links[link] = true;
                _ = Run(link);
            }
        }
        catch (Exception e) when (_stopped.IsCancellationRequested && e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    private async Task Run(ProxyLink link)
    {
        try
        {
            await link.Run(_stopped.Token);
        }
        finally
        {
            _links.TryRemove(link, out _);
        }
    }
}
