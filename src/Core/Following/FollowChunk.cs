using ChefActors.Core.Commands;
using ChefActors.Core.Queries;
using ChefActors.Core.Results;
using ChefActors.Core.Znodes;

namespace ChefActors.Core.Following;

/// <summary>Payload of <c>/node/&lt;name&gt;/follow/&lt;n&gt;</c>: a piece of a run's output. Chunk <c>sequence</c> stands in znode <c>sequence modulo 8</c>.</summary>
public sealed record FollowChunk
{
    /// <summary>Znodes of the ring.</summary>
    public const int Znodes = 8;

    /// <summary>Bytes of one znode: with eight of them 64 KiB in all.</summary>
    public const int PayloadBytes = 8 * 1024;

    /// <summary>Characters of <see cref="Data"/>.</summary>
    public const int DataCharsAtMost = PayloadBytes - 512;

    /// <summary>Bytes of output in one chunk, however well they pack.</summary>
    public const int BytesAtMost = 32 * 1024;

    /// <summary>Payload version.</summary>
    public int V { get; init; } = 1;

    /// <summary>Its number; the next chunk's is one higher, and none is ever lower than one before.</summary>
    public required long Sequence { get; init; }

    /// <summary>The command whose run it is.</summary>
    public required string Command { get; init; }

    /// <summary>Which start of it, from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>Bytes of the output before it. More than the end of the chunk before: the rest was skipped.</summary>
    public required long Offset { get; init; }

    /// <summary>Bytes of output in it.</summary>
    public required int Bytes { get; init; }

    /// <summary>The run is over and this is its last chunk.</summary>
    public bool End { get; init; }

    /// <summary>The bytes, as <see cref="PackedBytes"/> holds them.</summary>
    public required string Data { get; init; }

    /// <summary>Reads one, whoever wrote it.</summary>
    public static PayloadReading<FollowChunk> Read(byte[]? data)
    {
        var reading = PayloadCodec.Read(data ?? [], PayloadJson.Default.FollowChunk, PayloadBytes);
        return reading.Value is { } chunk && (!CommandId.IsValid(chunk.Command) || chunk.Sequence < 0 || chunk.Attempt < 1 || chunk.Offset < 0 || chunk.Bytes is < 0 or > BytesAtMost)
            ? new PayloadReading<FollowChunk>(null, new Reason(ReasonCode.BadJson, "the chunk's numbers do not hold"))
            : reading;
    }
}
