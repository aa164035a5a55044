using System.Collections.Immutable;
using ChefActors.Core.Queries;

namespace ChefActors.Core.Following;

/// <summary>
/// What a console has seen of one run's ring. Pure. Chunks may be read in any order, twice, or be overwritten before anybody read them: what comes out is
/// in order, each byte at most once, and every gap is told with its size.
/// </summary>
/// <param name="Command">The command that is followed; chunks of others are passed over.</param>
/// <param name="Attempt">The start that is shown; 0: none yet.</param>
/// <param name="End">Bytes of its output that are shown or were told as skipped.</param>
/// <param name="NextSequence">The number of the next chunk; null: none was seen.</param>
/// <param name="IsOver">The last chunk of the run was seen.</param>
public sealed record FollowReader(string Command, int Attempt = 0, long End = 0, long? NextSequence = null, bool IsOver = false)
{
    /// <summary>Takes chunks as they were read.</summary>
    public (FollowReader Reader, ImmutableArray<FollowPiece> Pieces) Take(IEnumerable<FollowChunk> chunks)
    {
        var reader = this;
        var pieces = ImmutableArray.CreateBuilder<FollowPiece>();
        foreach (var chunk in chunks.OrderBy(chunk => chunk.Sequence))
        {
            if (chunk.Sequence < reader.NextSequence) continue;
            reader = reader with { NextSequence = chunk.Sequence + 1 };
            if (chunk.Command == Command && chunk.Attempt >= reader.Attempt) reader = reader.Show(chunk, pieces);
        }

        return (reader, pieces.ToImmutable());
    }

    private FollowReader Show(FollowChunk chunk, ImmutableArray<FollowPiece>.Builder pieces)
    {
        var end = End;
        if (chunk.Attempt > Attempt)
        {
            end = 0;
            if (chunk.Attempt > 1) pieces.Add(new FollowPiece.Started(chunk.Attempt));
        }

        if (chunk.Offset > end)
        {
            pieces.Add(new FollowPiece.Skipped(chunk.Offset - end));
            end = chunk.Offset;
        }

        // What cannot be unpacked was not written by a node host; it counts as skipped.
        if (!PackedBytes.TryUnpack(chunk.Data, chunk.Bytes, out var bytes))
        {
            if (chunk.Bytes > 0) pieces.Add(new FollowPiece.Skipped(chunk.Bytes));
        }
        else if (chunk.Offset + bytes.Length > end) pieces.Add(new FollowPiece.Output(bytes.AsMemory((int)(end - chunk.Offset))));

        end = Math.Max(end, chunk.Offset + chunk.Bytes);
        return this with { Attempt = chunk.Attempt, End = end, NextSequence = chunk.Sequence + 1, IsOver = chunk.End };
    }
}
