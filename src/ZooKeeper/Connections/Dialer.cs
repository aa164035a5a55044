using System.Net;
using System.Net.Sockets;

namespace ChefActors.ZooKeeper.Connections;

/// <summary>Opens a connection, with TLS when the options say so. Names are resolved at every attempt; their addresses are tried in random order.</summary>
internal sealed class Dialer(ZooKeeperOptions options, Random random)
{
    /// <exception cref="SocketException">The name has no address, or none of them answers.</exception>
    /// <exception cref="TlsFailedException">One side refuses the other.</exception>
    /// <exception cref="IOException">The connection broke during the TLS handshake.</exception>
    public async Task<Stream> ConnectAsync(ServerAddress server, CancellationToken cancellationToken)
    {
        var stream = await DialAsync(server, cancellationToken);
        return options.Tls is { } tls ? await TlsHandshake.RunAsync(stream, server, tls, cancellationToken) : stream;
    }

    private async Task<Stream> DialAsync(ServerAddress server, CancellationToken cancellationToken)
    {
        var addresses = IPAddress.TryParse(server.Host, out var address) ? [address] : await options.Resolver(server.Host, cancellationToken);
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
