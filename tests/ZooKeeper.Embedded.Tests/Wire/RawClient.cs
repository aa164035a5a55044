using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using ChefActors.ZooKeeper.Wire;
using ChefActors.ZooKeeper.Wire.Records;

namespace ChefActors.ZooKeeper.Embedded.Tests.Wire;

/// <summary>Frames on a bare socket: nothing of our client is in between.</summary>
internal sealed class RawClient : IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    private readonly TcpClient _tcp = new() { NoDelay = true };
    private int _xid;

    private RawClient()
    {
    }

    public ConnectResponse Session { get; private set; }

    public Socket Socket => _tcp.Client;

    public static Task<RawClient> OpenAsync(EmbeddedZooKeeper server) => OpenAsync(server.Port);

    public static async Task<RawClient> OpenAsync(int port)
    {
        var client = new RawClient();
        await client._tcp.ConnectAsync(IPAddress.Loopback, port);
        return client;
    }

    public static Task<RawClient> ConnectAsync(EmbeddedZooKeeper server, int timeoutMs = 30_000, ConnectResponse? again = null, long seen = 0) =>
        ConnectAsync(server.Port, timeoutMs, again, seen);

    public static async Task<RawClient> ConnectAsync(int port, int timeoutMs = 30_000, ConnectResponse? again = null, long seen = 0)
    {
        var client = await OpenAsync(port);
        client.Session = await client.HandshakeAsync(new ConnectRequest(0, seen, timeoutMs, again?.SessionId ?? 0, again?.Password ?? new byte[16], ReadOnly: false));
        return client;
    }

    public async Task<ConnectResponse> HandshakeAsync(ConnectRequest request)
    {
        using var writer = new JuteWriter();
        request.Write(writer);
        await SendFrameAsync(writer.Written.ToArray());
        var frame = await ReceiveFrameAsync() ?? throw new EndOfStreamException("no answer to the handshake");
        var reader = new JuteReader(frame);
        return ConnectResponse.Read(ref reader);
    }

    /// <summary>Sends without waiting; returns the xid.</summary>
    public async Task<int> SendAsync(int type, Action<JuteWriter>? body = null, int? xid = null)
    {
        using var writer = new JuteWriter();
        var own = xid ?? ++_xid;
        new RequestHeader(own, type).Write(writer);
        body?.Invoke(writer);
        await SendFrameAsync(writer.Written.ToArray());
        return own;
    }

    /// <summary>Sends, and returns the next frame, whatever it is.</summary>
    public async Task<RawReply> CallAsync(int type, Action<JuteWriter>? body = null, int? xid = null)
    {
        var sent = await SendAsync(type, body, xid);
        var reply = await ReceiveAsync();
        Assert.Equal(sent, reply.Header.Xid);
        return reply;
    }

    /// <summary>As <see cref="CallAsync"/>, but an event may come first.</summary>
    public async Task<RawReply> CallAnyAsync(int type, int xid)
    {
        await SendAsync(type, xid: xid);
        return await ReceiveAsync();
    }

    public Task<RawReply> CreateAsync(string path, byte[]? data = null, CreateMode mode = CreateMode.Persistent, IReadOnlyList<Acl>? acl = null) =>
        CallAsync(OpCode.Create2, w => new CreateRequest(path, data, acl ?? Acl.OpenUnsafe, (int)mode).Write(w));

    public Task<RawReply> SetAsync(string path, byte[]? data, int version = -1) => CallAsync(OpCode.SetData, w => new SetDataRequest(path, data, version).Write(w));

    /// <summary>Sends a set and does not wait for its reply.</summary>
    public Task SendSetAsync(string path) => SendAsync(OpCode.SetData, w => new SetDataRequest(path, [1], -1).Write(w));

    public Task<RawReply> DeleteAsync(string path, int version = -1) => CallAsync(OpCode.Delete, w => new PathVersionRequest(path, version).Write(w));

    public Task<RawReply> ReadAsync(int type, string path, bool watch = false) => CallAsync(type, w => new PathWatchRequest(path, watch).Write(w));

    public Task<RawReply> PingAsync() => CallAsync(OpCode.Ping, xid: Xid.Ping);

    public async Task SendFrameAsync(byte[] body)
    {
        var frame = new byte[body.Length + 4];
        BinaryPrimitives.WriteInt32BigEndian(frame, body.Length);
        body.CopyTo(frame, 4);
        await SendBytesAsync(frame);
    }

    public async Task SendBytesAsync(byte[] bytes)
    {
        using var patience = new CancellationTokenSource(_patience);
        await _tcp.GetStream().WriteAsync(bytes, patience.Token);
    }

    public async Task<RawReply> ReceiveAsync()
    {
        var frame = await ReceiveFrameAsync() ?? throw new EndOfStreamException("the server closed the connection");
        var reader = new JuteReader(frame);
        var header = ReplyHeader.Read(ref reader);
        return new RawReply(header, frame[reader.Position..]);
    }

    /// <summary>The next frame; null when the server closed instead.</summary>
    public async Task<byte[]?> ReceiveFrameAsync()
    {
        using var patience = new CancellationTokenSource(_patience);
        var length = new byte[4];
        try
        {
            if (await _tcp.GetStream().ReadAtLeastAsync(length, 4, throwOnEndOfStream: false, patience.Token) < 4) return null;
            var frame = new byte[BinaryPrimitives.ReadInt32BigEndian(length)];
            await _tcp.GetStream().ReadExactlyAsync(frame, patience.Token);
            return frame;
        }
        catch (IOException problem) when (problem is not EndOfStreamException)
        {
            return null;
        }
    }

    public async Task AssertClosedAsync() => Assert.Null(await ReceiveFrameAsync());

    public void Dispose() => _tcp.Dispose();
}
