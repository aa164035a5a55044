using ChefActors.ZooKeeper.Wire;
using ChefActors.ZooKeeper.Wire.Records;

namespace ChefActors.ZooKeeper.Tests.Wire;

/// <summary>Frames of Apache's server: a codec that both ends share would hide a mistake that both make.</summary>
public sealed class CapturedFramesTests
{
    private static readonly Dictionary<string, byte[]> _frames = File
        .ReadLines(Path.Combine(AppContext.BaseDirectory, "Frames", "apache-3.8.0.txt"))
        .Where(line => !line.StartsWith('#'))
        .Select(line => line.Split(' '))
        .ToDictionary(parts => parts[0], parts => Convert.FromHexString(parts[1]), StringComparer.Ordinal);

    private delegate void Copy(ref JuteReader reader, JuteWriter writer);

    public static TheoryData<string> Names => [.. _frames.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_frame_reads_to_its_end_and_writes_back_the_same_bytes(string name)
    {
        var frame = _frames[name];
        var reader = new JuteReader(frame);
        using var writer = new JuteWriter();
        CopyFrame(name, ref reader, writer);
        Assert.Equal(0, reader.Remaining);
        Assert.Equal(frame, writer.Written.ToArray());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_frame_that_ends_early_is_refused(string name)
    {
        var frame = _frames[name];
        for (var length = 0; length < frame.Length; length++)
        {
            // Before 3.4 peers left the last byte of the handshake out: that is allowed.
            if (name.StartsWith("connect.", StringComparison.Ordinal) && length == frame.Length - 1) continue;
            var cut = frame[..length];
            Assert.Throws<WireFormatException>(() =>
            {
                var reader = new JuteReader(cut);
                using var writer = new JuteWriter();
                CopyFrame(name, ref reader, writer);
            });
        }
    }

    [Fact]
    public void The_read_data_is_what_was_captured()
    {
        var reader = new JuteReader(_frames["getData.reply"]);
        Assert.Equal(ErrorCode.Ok, ReplyHeader.Read(ref reader).Error);
        var response = DataResponse.Read(ref reader);
        Assert.Equal([1, 2], response.Data);
        Assert.Equal((0, 1, 2, 1, 0L), (response.Stat.Version, response.Stat.Cversion, response.Stat.DataLength, response.Stat.NumChildren, response.Stat.EphemeralOwner));
        Assert.True(response.Stat.Pzxid > response.Stat.Czxid);
    }

    [Fact]
    public void A_failed_multi_tells_nothing_before_the_error_and_inconsistency_after_it()
    {
        var reader = new JuteReader(_frames["multi-failed.reply"]);
        Assert.Equal(ErrorCode.Ok, ReplyHeader.Read(ref reader).Error);
        var errors = MultiResponse.Read(ref reader).Results.Select(result => result.Result.Error);
        Assert.Equal([ErrorCode.Ok, ErrorCode.BadVersion, ErrorCode.RuntimeInconsistency], errors);
    }

    [Fact]
    public void Apache_answers_a_create2_in_a_multi_as_a_create_without_a_Stat()
    {
        var reader = new JuteReader(_frames["multi.reply"]);
        ReplyHeader.Read(ref reader);
        Assert.Equal([OpCode.Create, OpCode.Create, OpCode.SetData, OpCode.Check, OpCode.Delete, OpCode.Delete],
            MultiResponse.Read(ref reader).Results.Select(result => result.Type));
    }

    private static void CopyFrame(string name, ref JuteReader reader, JuteWriter writer)
    {
        if (name == "connect.request")
        {
            ConnectRequest.Read(ref reader).Write(writer);
        }
        else if (name == "connect.reply")
        {
            ConnectResponse.Read(ref reader).Write(writer);
        }
        else if (name.EndsWith(".request", StringComparison.Ordinal))
        {
            var header = RequestHeader.Read(ref reader);
            header.Write(writer);
            RequestCopy(header.Type)(ref reader, writer);
        }
        else
        {
            var header = ReplyHeader.Read(ref reader);
            header.Write(writer);
            if (header.Error == ErrorCode.Ok) ReplyCopy(name)(ref reader, writer);
        }
    }

    private static Copy RequestCopy(int type) => type switch
    {
        OpCode.Create or OpCode.Create2 => (ref r, w) => CreateRequest.Read(ref r).Write(w),
        OpCode.Delete => (ref r, w) => PathVersionRequest.Read(ref r).Write(w),
        OpCode.Exists or OpCode.GetData or OpCode.GetChildren or OpCode.GetChildren2 => (ref r, w) => PathWatchRequest.Read(ref r).Write(w),
        OpCode.SetData => (ref r, w) => SetDataRequest.Read(ref r).Write(w),
        OpCode.GetAcl or OpCode.Sync => (ref r, w) => PathRequest.Read(ref r).Write(w),
        OpCode.SetAcl => (ref r, w) => SetAclRequest.Read(ref r).Write(w),
        OpCode.Multi => (ref r, w) => MultiRequest.Read(ref r).Write(w),
        OpCode.Auth => (ref r, w) => AuthRequest.Read(ref r).Write(w),
        OpCode.SetWatches => (ref r, w) => SetWatchesRequest.Read(ref r).Write(w),
        OpCode.Ping or OpCode.CloseSession => (ref r, w) => { }
        ,
        _ => throw new InvalidOperationException($"no record for {type}"),
    };

    private static Copy ReplyCopy(string name) => name switch
    {
        "create.reply" or "sync.reply" => (ref r, w) => PathResponse.Read(ref r).Write(w),
        "create2.reply" => (ref r, w) => PathStatResponse.Read(ref r).Write(w),
        "getData.reply" => (ref r, w) => DataResponse.Read(ref r).Write(w),
        "setData.reply" or "setACL.reply" => (ref r, w) => StatResponse.Read(ref r).Write(w),
        "getChildren.reply" => (ref r, w) => ChildrenResponse.Read(ref r).Write(w),
        "getChildren2.reply" => (ref r, w) => Children2Response.Read(ref r).Write(w),
        "getACL.reply" => (ref r, w) => AclResponse.Read(ref r).Write(w),
        "multi.reply" or "multi-failed.reply" => (ref r, w) => MultiResponse.Read(ref r).Write(w),
        _ when name.EndsWith(".event", StringComparison.Ordinal) => (ref r, w) => WatcherEventRecord.Read(ref r).Write(w),
        _ => (ref r, w) => { }
        ,
    };
}
