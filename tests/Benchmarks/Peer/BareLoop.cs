using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ChefActors.ZooKeeper;
using ChefActors.ZooKeeper.Wire;
using ChefActors.ZooKeeper.Wire.Records;

namespace ChefActors.Benchmarks.Peer;

/// <summary>
/// One asynchronous .NET socket and no client: frames requests, looks at the answers' numbers and errors, and does nothing else. What the runtime's
/// sockets can give one connection, as the peers' bare C loop is what the server can.
/// </summary>
internal sealed class BareLoop(PeerOptions options) : IDisposable
{
    private const int SetsPerMulti = 100;
    private const int HeaderBytes = 20;

    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly JuteWriter _out = new();
    private readonly PeerMeasure _measure = new();
    private readonly byte[] _value = new byte[options.Size];
    private readonly string _root = $"/bench-bare-{Environment.ProcessId}";
    private byte[] _in = new byte[1 << 16];
    private int _buffered;
    private int _sent;
    private int _answered;

    /// <summary>The works that it does.</summary>
    internal static IReadOnlySet<string> Works { get; } = new HashSet<string>(["set", "get", "multi100", "get1", "set1"], StringComparer.Ordinal);

    private string Node => _root + "/n";

    /// <summary>Does the work, first as a warm-up, and gives its line.</summary>
    internal async Task<string> MeasureAsync()
    {
        var type = options.Work switch { "multi100" => OpCode.Multi, "get" or "get1" => OpCode.GetData, _ => OpCode.SetData };
        var isSingle = options.Work.EndsWith('1');
        var perRequest = type == OpCode.Multi ? SetsPerMulti : 1;
        var requests = (options.Ops + perRequest - 1) / perRequest;
        await OpenAsync();
        foreach (var path in (string[])[_root, Node])
        {
            Frame(OpCode.Create, w => new CreateRequest(path, _value, Acl.OpenUnsafe, 0).Write(w));
            await SendAsync();
            await TakeAsync();
        }

        await DriveAsync(type, requests, isSingle);
        _measure.Latencies.Clear();
        await _measure.PartAsync(() => DriveAsync(type, requests, isSingle));
        Frame(OpCode.CloseSession, _ => { });
        await SendAsync();
        return _measure.Line(options.Work, requests * perRequest);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _socket.Dispose();
        _out.Dispose();
    }

    private async Task OpenAsync()
    {
        await _socket.ConnectAsync(IPEndPoint.Parse(options.Connect));
        var start = _out.BeginFrame();
        new ConnectRequest(0, 0, 30_000, 0, new byte[16], false).Write(_out);
        _out.EndFrame(start);
        await SendAsync();
        while (_buffered < 4 || _buffered < 4 + BinaryPrimitives.ReadInt32BigEndian(_in)) _buffered += await ReceiveAsync();
        _buffered = 0;
    }

    private async Task DriveAsync(int type, int requests, bool isSingle)
    {
        var window = isSingle ? 1 : options.Window;
        for (var (sent, answered) = (0, 0); answered < requests;)
        {
            var start = Stopwatch.GetTimestamp();
            for (; sent < requests && sent - answered < window; sent++) Frame(type);
            if (_out.Length > 0) await SendAsync();
            answered += await TakeAsync();
            if (isSingle) _measure.Latencies.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
        }
    }

    private void Frame(int type) => Frame(type, writer =>
    {
        if (type == OpCode.GetData) new PathWatchRequest(Node, false).Write(writer);
        if (type == OpCode.SetData) new SetDataRequest(Node, _value, -1).Write(writer);
        if (type != OpCode.Multi) return;
        var set = new ZnodeOperation.SetData(Node, _value);
        for (var i = 0; i < SetsPerMulti; i++) MultiRequest.WriteOperation(writer, set, createHasStat: true);
        MultiHeader.End.Write(writer);
    });

    private void Frame(int type, Action<JuteWriter> record)
    {
        var start = _out.BeginFrame();
        new RequestHeader(++_sent, type).Write(_out);
        record(_out);
        _out.EndFrame(start);
    }

    private async ValueTask SendAsync()
    {
        for (var rest = _out.WrittenMemory; rest.Length > 0;) rest = rest[await _socket.SendAsync(rest)..];
        _out.Truncate(0);
    }

    /// <summary>Waits for at least one answer, checks all that are there and says how many they were.</summary>
    private async ValueTask<int> TakeAsync()
    {
        var count = 0;
        while (count == 0)
        {
            if (_buffered == _in.Length) Array.Resize(ref _in, 2 * _in.Length);
            _buffered += await ReceiveAsync();
            count = TakeWhole();
        }

        return count;
    }

    private int TakeWhole()
    {
        var (at, count) = (0, 0);
        for (; _buffered - at >= HeaderBytes; count++)
        {
            var frame = _in.AsSpan(at);
            var length = 4 + BinaryPrimitives.ReadInt32BigEndian(frame);
            if (_buffered - at < length) break;
            if (BinaryPrimitives.ReadInt32BigEndian(frame[4..]) != ++_answered) throw new InvalidDataException("an answer is not the one that is due");
            if (BinaryPrimitives.ReadInt32BigEndian(frame[16..]) != 0) throw new InvalidDataException("the server says error");
            at += length;
        }

        _in.AsSpan(at, _buffered - at).CopyTo(_in);
        _buffered -= at;
        return count;
    }

    private async ValueTask<int> ReceiveAsync()
    {
        var count = await _socket.ReceiveAsync(_in.AsMemory(_buffered));
        return count > 0 ? count : throw new EndOfStreamException("the server closed the connection");
    }
}
