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
    private readonly int _frameLimit;
    private readonly Task _accepting;

    /// <exception cref="SocketException">The port is taken.</exception>
    public Listener(int port, int frameLimit, RequestPipeline pipeline, ILogger logger)
    {
        (_pipeline, _logger, _frameLimit) = (pipeline, logger, frameLimit);
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
        var connections = new HashSet<Task>();
        while (await NextAsync() is { } client)
        {
            client.NoDelay = true;
            var connection = new ClientConnection(client, _pipeline, _logger);
            _pipeline.Opened(connection);
            connections.RemoveWhere(t => t.IsCompleted);
            connections.Add(connection.ReceiveAsync(_frameLimit));
        }

        _pipeline.AbortAll("the server stopped listening");
        await Task.WhenAll(connections);
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
