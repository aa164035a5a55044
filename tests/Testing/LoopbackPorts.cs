using System.Net;
using System.Net.Sockets;

namespace ChefActors.Testing;

/// <summary>Free ports on loopback for servers that must have the same one again after a restart.</summary>
public static class LoopbackPorts
{
    private const int First = 20000;
    private const int End = 32000;

    private static int _next = First + (Environment.ProcessId * 37 % (End - First));

    /// <summary>Ports below the range from which the kernel takes those of outgoing connections; never the same twice in one process.</summary>
    public static int Take()
    {
        for (var tries = 0; tries < End - First; tries++)
        {
            var port = First + ((Interlocked.Increment(ref _next) - First) % (End - First));
            if (IsFree(port)) return port;
        }

        throw new InvalidOperationException($"no free port from {First} to {End}");
    }

    private static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, optionValue: true);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
