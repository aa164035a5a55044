using System.Net;
using System.Net.Sockets;
using ChefActors.ZooKeeper.Embedded.Requests;
using Microsoft.Extensions.Logging;

namespace ChefActors.ZooKeeper.Embedded.Network;

/// <summary>Accepts connections on the loopback address and starts reading them. Disposing it leaves no connection behind.</summary>
internal sealed class Listener : IAsyncDisposable
{
    private const int Backlog = 4096;

    private readonly Socket _socket;
    private readonly RequestPipeline _pipeline;
    private readonly ILogger _logger;
    private readonly ConnectionLimits _limits;
    private readonly ConnectionCount _count;
    private readonly TaskCompletionSource _allEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _accepting;
    private int _open = 1;

    /// <exception cref="SocketException">The port is taken.</exception>
    public Listener(int port, ConnectionLimits limits, ConnectionCount count, RequestPipeline pipeline, ILogger logger)
    {
        (_pipeline, _logger, _limits, _count) = (pipeline, logger, limits, count);
        _socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            // Not ReuseAddress: here it would let two servers share the port. Connections that linger do not keep it taken anyway.
            _socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            _socket.Listen(Backlog);
        }
        catch (SocketException)
        {
            _socket.Dispose();
            throw;
        }

        Port = ((IPEndPoint)_socket.LocalEndPoint!).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        while (await NextAsync() is { } client) Welcome(client);
        _pipeline.AbortAll("the server stopped listening");
        Ended();
        await _allEnded.Task;
    }

    private void Welcome(Socket client)
    {
        // A client that is gone already has no address any more.
        if (TryPeer(client) is not { } peer)
        {
            client.Dispose();
            return;
        }

        if (_count.Enter(peer.Address) is { } refusal)
        {
            _logger.LogWarning("A connection of {Peer} was closed: {Reason}", peer, refusal);
            client.Dispose();
            return;
        }

        Interlocked.Increment(ref _open);
        client.NoDelay = true;
        var connection = new ClientConnection(client, peer, _pipeline, _limits, _logger);
        _pipeline.Opened(connection);
        _ = ServeAsync(connection);
    }

    private async Task ServeAsync(ClientConnection connection)
    {
        await connection.ReceiveAsync();
        _count.Leave(connection.Peer.Address);
        Ended();
    }

    private void Ended()
    {
        if (Interlocked.Decrement(ref _open) == 0) _allEnded.SetResult();
    }

    private static IPEndPoint? TryPeer(Socket client)
    {
        try
        {
            return (IPEndPoint?)client.RemoteEndPoint;
        }
        catch (SocketException)
        {
            return null;
        }
    }

    private async ValueTask<Socket?> NextAsync()
    {
        while (true)
        {
            try
            {
                return await _socket.AcceptAsync();
            }
            catch (ObjectDisposedException)
            {
                return null;
            }
            catch (SocketException problem)
            {
                if (problem.SocketErrorCode == SocketError.OperationAborted) return null;
                _logger.LogWarning("A connection could not be accepted: {Reason}", problem.Message);
            }
        }
    }
}
