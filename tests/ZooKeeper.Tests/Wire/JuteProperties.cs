using ChefActors.ZooKeeper.Wire;
using ChefActors.ZooKeeper.Wire.Records;
using FsCheck;
using FsCheck.Xunit;

namespace ChefActors.ZooKeeper.Tests.Wire;

public sealed class JuteProperties
{
    private delegate void Reading(ref JuteReader reader);

    private static readonly Reading[] _readings =
    [
        (ref r) => ConnectRequest.Read(ref r), (ref r) => ConnectResponse.Read(ref r), (ref r) => CreateRequest.Read(ref r),
        (ref r) => SetAclRequest.Read(ref r), (ref r) => SetWatchesRequest.Read(ref r), (ref r) => SetWatches2Request.Read(ref r),
        (ref r) => MultiReadRequest.Read(ref r), (ref r) => MultiReadResponse.Read(ref r), (ref r) => WhoAmIResponse.Read(ref r),
        (ref r) => CreateRecord.Read(OpCode.CreateTtl, ref r), (ref r) => CreateRecord.Read(OpCode.CreateContainer, ref r),
        (ref r) => MultiRequest.Read(ref r), (ref r) => MultiResponse.Read(ref r), (ref r) => Children2Response.Read(ref r),
        (ref r) => DataResponse.Read(ref r), (ref r) => AclResponse.Read(ref r), (ref r) => WatcherEventRecord.Read(ref r),
        (ref r) => AuthRequest.Read(ref r), (ref r) => StatResponse.Read(ref r), (ref r) => ReplyHeader.Read(ref r),
    ];

    [Property(MaxTest = 500)]
    public bool Any_bytes_are_read_or_refused_by_type(byte[] bytes)
    {
        foreach (var reading in _readings)
        {
            var reader = new JuteReader(bytes);
            try
            {
                reading(ref reader);
            }
            catch (WireFormatException)
            {
                continue;
            }
        }

        return true;
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    [InlineData(-2)]
    [InlineData(3)]
    public void A_length_that_the_bytes_do_not_hold_is_refused_without_allocating(int length)
    {
        byte[] bytes = [(byte)(length >> 24), (byte)(length >> 16), (byte)(length >> 8), (byte)length, 1, 2];
        Assert.Throws<WireFormatException>(() => new JuteReader(bytes).ReadString());
        Assert.Throws<WireFormatException>(() => new JuteReader(bytes).ReadBuffer());
        Assert.Throws<WireFormatException>(() => new JuteReader(bytes).ReadTexts());
        Assert.Throws<WireFormatException>(() => new JuteReader(bytes).ReadCount(1));
    }

    [Property]
    public bool What_is_written_is_read(int number, long large, bool flag, byte[]? data, NonNull<string> text)
    {
        // Lone surrogates have no UTF-8; paths cannot hold them.
        var clean = new string([.. text.Get.Where(c => !char.IsSurrogate(c))]);
        using var writer = new JuteWriter(1);
        writer.WriteInt(number);
        writer.WriteLong(large);
        writer.WriteBool(flag);
        writer.WriteBuffer(data);
        writer.WriteString(clean);
        writer.WriteString(null);
        writer.WriteTexts([clean, ""]);
        var reader = new JuteReader(writer.Written);
        return reader.ReadInt() == number && reader.ReadLong() == large && reader.ReadBool() == flag
            && (data is null ? reader.ReadBuffer() is null : reader.ReadBuffer()!.AsSpan().SequenceEqual(data))
            && reader.ReadText() == clean && reader.ReadString() is null && reader.ReadTexts().SequenceEqual([clean, ""]) && reader.Remaining == 0;
    }

    [Property]
    public bool Frames_come_out_whole_however_the_stream_is_cut(NonNull<byte[]>[] bodies, PositiveInt step)
    {
        using var writer = new JuteWriter();
        foreach (var body in bodies)
        {
            var start = writer.BeginFrame();
            writer.WriteRaw(body.Get);
            writer.EndFrame(start);
        }

        using var frames = new FrameReader(limit: 1 << 20, firstSize: 16);
        var came = new List<byte[]>();
        for (var at = 0; at < writer.Length;)
        {
            var room = frames.GetBuffer().Span;
            var count = Math.Min(Math.Min(step.Get, room.Length), writer.Length - at);
            writer.Written.Slice(at, count).CopyTo(room);
            frames.Advance(count);
            at += count;
            while (frames.TryRead(out var frame)) came.Add(frame.ToArray());
            frames.ReleaseIfEmpty();
        }

        return frames.Buffered == 0 && came.Count == bodies.Length && came.Zip(bodies).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second.Get));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1025)]
    public void A_frame_above_the_limit_is_refused_before_it_comes(int length)
    {
        using var frames = new FrameReader(limit: 1024);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(frames.GetBuffer().Span, length);
        frames.Advance(4);
        Assert.ThrowsAny<WireFormatException>(() => frames.TryRead(out var _));
    }
}
