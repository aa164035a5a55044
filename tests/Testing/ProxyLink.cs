using System.Net;
using System.Net.Sockets;

namespace ChefActors.Testing;

/// <summary>One connection through a <see cref="CuttingProxy"/>: two sockets and a pump each way. When one ends, both do.</summary>
internal sealed class ProxyLink(CuttingProxy proxy, Socket client, IPEndPoint serverAddress)
{
    private const int NotArmed = 0;
    private const int CutBefore = 1;
    private const int CutInside = 2;

    private readonly Socket _server = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly int[] _armed = new int[2];

    /// <summary>Closes a socket so that its peer sees a reset.</summary>
    public static void Reset(Socket socket)
    {
        try
        {
            socket.LingerState = new LingerOption(enable: true, 0);
        }
        catch (Exception e) when (e is ObjectDisposedException or SocketException)
        {
            // Closed before: nothing is left to reset.
        }

        socket.Dispose();
    }

    public void Arm(ProxyDirection direction, bool passAllButOneByte) => Volatile.Write(ref _armed[(int)direction], passAllButOneByte ? CutInside : CutBefore);

    public void Cut()
    {
        Reset(client);
        Reset(_server);
    }

    public async Task Run(CancellationToken cancellationToken)
    {
        try
        {
            await _server.ConnectAsync(serverAddress, cancellationToken);
            client.NoDelay = _server.NoDelay = true;
            var pumps = new[]
            {
                Pump(client, _server, ProxyDirection.ToServer, cancellationToken),
                Pump(_server, client, ProxyDirection.ToClient, cancellationToken),
            };
            await Task.WhenAny(pumps);
            Cut();
            await Task.WhenAll(pumps);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // One end went: that is what this is for.
        }

        Cut();
    }

    private async Task Pump(Socket from, Socket to, ProxyDirection direction, CancellationToken cancellationToken)
    {
        await Task.Yield();
        var buffer = new byte[64 * 1024];
        while (await from.ReceiveAsync(buffer, cancellationToken) is var count and > 0)
        {
            if (proxy.Delay > TimeSpan.Zero) await Task.Delay(proxy.Delay, cancellationToken);
            while (proxy.Hold) await Task.Delay(5, cancellationToken);
            var armed = Volatile.Read(ref _armed[(int)direction]);
            if (armed != NotArmed)
            {
                if (armed == CutInside) await SendAll(to, buffer.AsMemory(0, count - 1), cancellationToken);
                if (armed == CutInside) to.Shutdown(SocketShutdown.Send);
                return;
            }

            await SendAll(to, buffer.AsMemory(0, count), cancellationToken);
        }

        to.Shutdown(SocketShutdown.Send);
    }

    private static async Task SendAll(Socket to, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        while (data.Length > 0) data = data[await to.SendAsync(data, cancellationToken)..];
    }
}
