using System.Net;
using System.Net.Sockets;

namespace ChefActors.ZooKeeper.Connections;

/// <summary>Opens the TCP connection. Names are resolved at every attempt; their addresses are tried in random order.</summary>
internal static class Dialer
{
    public static async Task<Stream> ConnectAsync(ServerAddress server, Random random, CancellationToken cancellationToken)
    {
        var addresses = IPAddress.TryParse(server.Host, out var address) ? [address] : await Dns.GetHostAddressesAsync(server.Host, cancellationToken);
        random.Shuffle(addresses);
        SocketException? last = null;
        foreach (var candidate in addresses)
        {
            var socket = new Socket(candidate.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(candidate, server.Port), cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (Exception e)
            {
                socket.Dispose();
                if (e is not SocketException refused) throw;
                last = refused;
            }
        }

        throw last ?? new SocketException((int)SocketError.HostNotFound);
    }
}
