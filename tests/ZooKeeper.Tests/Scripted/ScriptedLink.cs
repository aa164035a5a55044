using System.Buffers.Binary;
using System.Net.Sockets;
using ChefActors.ZooKeeper.Wire;
using ChefActors.ZooKeeper.Wire.Records;

namespace ChefActors.ZooKeeper.Tests.Scripted;

/// <summary>The server's end of one connection.</summary>
internal sealed class ScriptedLink(TcpClient client, Stream stream)
{
    public static readonly TimeSpan Bound = TimeSpan.FromSeconds(15);

    public ConnectRequest Connect { get; set; }

    /// <summary>The next request that is no ping.</summary>
    public async Task<ScriptedRequest> ReadAsync()
    {
        while (true)
        {
            var request = ScriptedRequest.Of(await ReadFrameAsync());
            if (request.Header.Type != OpCode.Ping) return request;
        }
    }

    /// <summary>Reads a request, which must be of this type, and answers it.</summary>
    public async Task<ScriptedRequest> AnswerAsync(int type, Action<JuteWriter>? body = null, ErrorCode error = ErrorCode.Ok, long zxid = 1)
    {
        var request = await ReadAsync();
        Assert.Equal(type, request.Header.Type);
        await ReplyAsync(request, body, error, zxid);
        return request;
    }

    public Task ReplyAsync(ScriptedRequest request, Action<JuteWriter>? body = null, ErrorCode error = ErrorCode.Ok, long zxid = 1) => SendAsync(writer =>
    {
        new ReplyHeader(request.Header.Xid, zxid, error).Write(writer);
        body?.Invoke(writer);
    });

    public Task NotifyAsync(WatchEventType type, string path) => SendAsync(writer =>
    {
        new ReplyHeader(Xid.Notification, -1, ErrorCode.Ok).Write(writer);
        new WatcherEventRecord((int)type, 3, path).Write(writer);
    });

    public async Task SendAsync(Action<JuteWriter> write)
    {
        using var writer = new JuteWriter();
        var start = writer.BeginFrame();
        write(writer);
        writer.EndFrame(start);
        await stream.WriteAsync(writer.WrittenMemory);
    }

    public async Task<byte[]> ReadFrameAsync()
    {
        using var bound = new CancellationTokenSource(Bound);
        var length = new byte[4];
        await stream.ReadExactlyAsync(length, bound.Token);
        var frame = new byte[BinaryPrimitives.ReadInt32BigEndian(length)];
        await stream.ReadExactlyAsync(frame, bound.Token);
        return frame;
    }

    public void Drop() => client.Close();
}
