using BenchmarkDotNet.Attributes;
using ChefActors.ZooKeeper;
using ChefActors.ZooKeeper.Wire;
using ChefActors.ZooKeeper.Wire.Records;

namespace ChefActors.Benchmarks.Codec;

/// <summary>Messages as they are most often on the wire: a path of 30 letters, 100 bytes of data.</summary>
public class CodecBenchmarks
{
    private const string Path = "/node/web-1.example.com/result";
    private const int SetsPerMulti = 100;

    private static readonly Stat _stat = new(1, 2, 3, 4, 5, 6, 7, 8, 100, 10, 11);

    private readonly byte[] _data = new byte[100];
    private readonly JuteWriter _writer = new();
    private readonly ZnodeOperation.SetData _set = new(Path, new byte[100]);
    private readonly byte[] _dataAnswer;
    private readonly byte[] _statAnswer;
    private readonly byte[] _multiAnswer;
    private readonly byte[] _childrenAnswer;

    /// <summary>Makes the answers.</summary>
    public CodecBenchmarks()
    {
        _dataAnswer = Bytes(new DataResponse(_data, _stat).Write);
        _statAnswer = Bytes(new StatResponse(_stat).Write);
        _multiAnswer = Bytes(new MultiResponse([.. Enumerable.Repeat(new MultiResult(OpCode.SetData, new OperationResult(ErrorCode.Ok, Stat: _stat)), SetsPerMulti)]).Write);
        _childrenAnswer = Bytes(new Children2Response([.. Enumerable.Range(0, 100).Select(i => $"web-{i}.example.com")], _stat).Write);
    }

    /// <summary>getData's request.</summary>
    [Benchmark(Description = "write getData")]
    public int WriteGet()
    {
        Begin(OpCode.GetData);
        new PathWatchRequest(Path, false).Write(_writer);
        return _writer.EndFrame(0);
    }

    /// <summary>setData's request.</summary>
    [Benchmark(Description = "write setData")]
    public int WriteSet()
    {
        Begin(OpCode.SetData);
        new SetDataRequest(Path, _data, -1).Write(_writer);
        return _writer.EndFrame(0);
    }

    /// <summary>A transaction.</summary>
    [Benchmark(Description = "write multi of 100 sets")]
    public int WriteMulti()
    {
        Begin(OpCode.Multi);
        for (var i = 0; i < SetsPerMulti; i++) MultiRequest.WriteOperation(_writer, _set, createHasStat: true);
        MultiHeader.End.Write(_writer);
        return _writer.EndFrame(0);
    }

    /// <summary>getData's answer.</summary>
    [Benchmark(Description = "read data")]
    public int ReadData()
    {
        var reader = new JuteReader(_dataAnswer);
        ReplyHeader.Read(ref reader);
        return DataResponse.Read(ref reader).Stat.Version;
    }

    /// <summary>setData's answer.</summary>
    [Benchmark(Description = "read stat")]
    public int ReadStat()
    {
        var reader = new JuteReader(_statAnswer);
        ReplyHeader.Read(ref reader);
        return StatResponse.Read(ref reader).Stat.Version;
    }

    /// <summary>A transaction's answer.</summary>
    [Benchmark(Description = "read multi of 100 sets")]
    public int ReadMulti()
    {
        var reader = new JuteReader(_multiAnswer);
        ReplyHeader.Read(ref reader);
        return MultiResponse.ReadResults(ref reader, new Chroot("")).Length;
    }

    /// <summary>getChildren's answer.</summary>
    [Benchmark(Description = "read 100 children")]
    public int ReadChildren()
    {
        var reader = new JuteReader(_childrenAnswer);
        ReplyHeader.Read(ref reader);
        return Children2Response.Read(ref reader).Names.Count;
    }

    private static byte[] Bytes(Action<JuteWriter> body)
    {
        using var writer = new JuteWriter();
        new ReplyHeader(1, 1, ErrorCode.Ok).Write(writer);
        body(writer);
        return writer.Written.ToArray();
    }

    private void Begin(int type)
    {
        _writer.Truncate(0);
        _writer.BeginFrame();
        new RequestHeader(1, type).Write(_writer);
    }
}
