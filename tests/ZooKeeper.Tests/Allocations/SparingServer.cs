using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using ChefActors.ZooKeeper.Wire;
using ChefActors.ZooKeeper.Wire.Records;

namespace ChefActors.ZooKeeper.Tests.Allocations;

/// <summary>A server for one connection that gives every request the same answer and allocates nothing for it, so that what is allocated is the client's.</summary>
internal sealed class SparingServer : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly byte[] _answer;
    private readonly Thread _thread;

    /// <summary>Listens; <paramref name="body"/> writes the body of each answer.</summary>
    internal SparingServer(Action<JuteWriter> body)
    {
        _answer = Frame(writer =>
        {
            new ReplyHeader(0, 1, ErrorCode.Ok).Write(writer);
            body(writer);
        });
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        _thread = new Thread(Serve) { IsBackground = true };
        _thread.Start();
    }

    /// <summary>host:port.</summary>
    internal string Address => _listener.LocalEndPoint!.ToString()!;

    /// <inheritdoc />
    public void Dispose()
    {
        _listener.Dispose();
        _thread.Join();
    }

    private static byte[] Frame(Action<JuteWriter> content)
    {
        using var writer = new JuteWriter();
        var start = writer.BeginFrame();
        content(writer);
        writer.EndFrame(start);
        return writer.Written.ToArray();
    }

    private void Serve()
    {
        try
        {
            using var socket = _listener.Accept();
            var requests = new byte[64 * 1024];
            var answers = new byte[requests.Length / 16 * _answer.Length];
            var buffered = socket.Receive(requests);
            socket.Send(Frame(new ConnectResponse(0, 30_000, 1, new byte[16], ReadOnly: false).Write));
            for (buffered = 0; ;)
            {
                var received = socket.Receive(requests.AsSpan(buffered));
                if (received == 0) return;
                buffered += received;
                var (taken, length) = Answer(requests.AsSpan(0, buffered), answers);
                requests.AsSpan(taken, buffered - taken).CopyTo(requests);
                buffered -= taken;
                socket.Send(answers.AsSpan(0, length));
            }
        }
        catch (SocketException)
        {
            // The listener was closed before anybody came, or the client went without a word.
        }
    }

    private (int Taken, int Length) Answer(ReadOnlySpan<byte> requests, Span<byte> answers)
    {
        var (taken, length) = (0, 0);
        while (requests.Length - taken >= 8)
        {
            var size = 4 + BinaryPrimitives.ReadInt32BigEndian(requests[taken..]);
            if (requests.Length - taken < size) break;
            _answer.CopyTo(answers[length..]);
            requests.Slice(taken + 4, 4).CopyTo(answers[(length + 4)..]);
            taken += size;
            length += _answer.Length;
        }

        return (taken, length);
    }
}
