using System.Collections.Immutable;
using ChefActors.Core.Queries;

namespace ChefActors.Core.Following;

/// <summary>
/// What a node host writes of a run's output, and where it stands. Pure. It writes a few chunks at a time, at most half a ring: a reader that looks as often
/// loses nothing; and output that comes faster than that is skipped, not piled up.
/// </summary>
/// <param name="Command">The command.</param>
/// <param name="Attempt">The start that is followed, from 1.</param>
/// <param name="Offset">Bytes of its output that are written or skipped.</param>
/// <param name="Sequence">The number of the next chunk.</param>
public sealed record FollowRing(string Command, int Attempt, long Offset, long Sequence)
{
    /// <summary>Chunks that one turn writes.</summary>
    public const int ChunksAtOnce = FollowChunk.Znodes / 2;

    /// <summary>Bytes of output that one turn reads.</summary>
    public const int BytesAtOnce = ChunksAtOnce * FollowChunk.BytesAtMost;

    /// <summary>The ring of a run whose znodes hold these chunks: numbers go on, and the same run goes on where it was.</summary>
    /// <param name="command">The command.</param>
    /// <param name="attempt">The start.</param>
    /// <param name="standing">The chunks that are there.</param>
    /// <param name="now">
    /// ZooKeeper's time. A ring that begins anew takes its milliseconds for its first number, in znode 0: no ring writes a thousand chunks in a second, so numbers
    /// never fall, though the ring was removed meanwhile.
    /// </param>
    public static FollowRing Of(string command, int attempt, IEnumerable<FollowChunk> standing, DateTimeOffset now)
    {
        var first = ((now.ToUnixTimeMilliseconds() / FollowChunk.Znodes) + 1) * FollowChunk.Znodes;
        var last = standing.MaxBy(chunk => chunk.Sequence);
        var offset = last is not null && last.Command == command && last.Attempt == attempt ? last.Offset + last.Bytes : 0;
        return new FollowRing(command, attempt, offset, last is null ? first : last.Sequence + 1);
    }

    /// <summary>What is to be read next of an output of this length.</summary>
    public (long From, int Count) Next(long length)
    {
        var from = Math.Max(Offset, length - BytesAtOnce);
        return (from, (int)Math.Max(0, length - from));
    }

    /// <summary>Makes chunks of what was read.</summary>
    /// <param name="from">Where it was read from: <see cref="Offset"/>, or further on when the rest is skipped.</param>
    /// <param name="bytes">What was read.</param>
    /// <param name="isOver">The run is over and the bytes reach its output's end.</param>
    /// <returns>The ring after it, and the chunks in order: none when there is nothing new. The last has its end mark only when all bytes are in.</returns>
    public (FollowRing Ring, ImmutableArray<FollowChunk> Chunks) Write(long from, ReadOnlySpan<byte> bytes, bool isOver)
    {
        var chunks = ImmutableArray.CreateBuilder<FollowChunk>();
        var offset = from;
        while (chunks.Count < ChunksAtOnce && (bytes.Length > 0 || (isOver && chunks.Count == 0)))
        {
            var (data, taken) = PackedBytes.Pack(bytes[..Math.Min(bytes.Length, FollowChunk.BytesAtMost)], FollowChunk.DataCharsAtMost);
            bytes = bytes[taken..];
            chunks.Add(new FollowChunk { Sequence = Sequence + chunks.Count, Command = Command, Attempt = Attempt, Offset = offset, Bytes = taken, Data = data, End = isOver && bytes.Length == 0 });
            offset += taken;
        }

        return (this with { Offset = Math.Max(Offset, offset), Sequence = Sequence + chunks.Count }, chunks.ToImmutable());
    }
}
