using System.Text;
using ChefActors.Controller.Rollouts;
using ChefActors.Core.Delivery;
using ChefActors.Core.Nodes;
using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;
using ChefActors.Core.Znodes;

namespace ChefActors.Controller.History;

/// <summary>Rows and targets of an ended rollout to compressed chunks, and which rows may go for it. Pure.</summary>
internal static class Folding
{
    /// <summary>Bytes of all logs' ends together, about: small rollouts keep them whole, large ones a line or two of each.</summary>
    private const int LogsBytes = 8 * 1024 * 1024;

    private const int LeastLogBytes = 256;

    /// <summary>Bytes of one chunk when unpacked, at most, but for its last row.</summary>
    private const int UnpackedBytes = 4 * 1024 * 1024;

    /// <summary>Folds. Targets without a row were never dispatched and are written as <c>withdrawn</c>; rows that cannot be read stay as they are.</summary>
    public static FoldedRollout Of(RolloutPlan plan, RolloutState state, IReadOnlyList<TargetNode> targets, IReadOnlyList<StoredRow> rows)
    {
        var logBytes = LogBytes(targets.Count);
        var stored = rows.ToDictionary(r => r.Node);
        var (folded, removable) = (new List<FoldedRow>(targets.Count), new List<(NodeName, int)>());
        foreach (var (node, _) in targets)
        {
            if (!stored.TryGetValue(node, out var row)) folded.Add(new FoldedRow(node.Value, RolloutSnapshots.NeverDispatched(plan, node, state), null, null));
            else if (Fold(row, logBytes) is { } copy)
            {
                folded.Add(copy);
                if (!copy.Result.MayStillRun()) removable.Add((node, row.Stat.Version));
            }
        }

        return new FoldedRollout([.. Groups(folded).SelectMany(group => Pack(logBytes, group))], removable);
    }

    /// <summary>Of these rows those that equal their folded copies, and will not change.</summary>
    public static IReadOnlyList<(NodeName Node, int Version)> Removable(IReadOnlyList<FoldedChunk> chunks, IReadOnlyList<StoredRow> rows)
    {
        var copies = chunks.SelectMany(c => c.Rows.Select(row => (row.Node, Copy: row, c.LogBytes))).ToDictionary(c => c.Node, StringComparer.Ordinal);
        return
        [
            .. rows.Where(row => copies.TryGetValue(row.Node.Value, out var copy) && Fold(row, copy.LogBytes) is { } now && !now.Result.MayStillRun() && IsSame(now, copy.Copy))
                .Select(row => (row.Node, row.Stat.Version)),
        ];
    }

    /// <summary>Bytes of each log's end that are kept, in a rollout of so many targets.</summary>
    public static int LogBytes(int targets) => Math.Clamp(LogsBytes / Math.Max(1, targets), LeastLogBytes, PayloadLimits.FailureLogTailBytes);

    private static FoldedRow? Fold(StoredRow row, int logBytes) => PayloadCodec.Read(row.Data, PayloadJson.Default.CommandResult).Value is { } result
        ? new FoldedRow(row.Node.Value, Cut(result, logBytes), row.Stat.Mzxid, row.Stat.ModifiedAt)
        : null;

    private static CommandResult Cut(CommandResult result, int logBytes)
    {
        // A deep answer would be too deep within a chunk; rollouts of queries are never folded.
        if (result.Answer is { } answer) result = result with { Answer = null, AnswerCutBytes = Encoding.UTF8.GetByteCount(answer.GetRawText()) };
        if (result.LogTail is not { } log) return result;
        var (from, bytes) = (log.Length, 0);
        while (from > 0)
        {
            var start = from > 1 && char.IsSurrogatePair(log, from - 2) ? from - 2 : from - 1;
            bytes += Encoding.UTF8.GetByteCount(log.AsSpan(start, from - start));
            if (bytes > logBytes) break;
            from = start;
        }

        return from == 0 ? result : result with { LogTail = log[from..], LogCutBytes = result.LogCutBytes + Encoding.UTF8.GetByteCount(log.AsSpan(0, from)) };
    }

    private static IEnumerable<IReadOnlyList<FoldedRow>> Groups(IReadOnlyList<FoldedRow> rows)
    {
        var (group, bytes) = (new List<FoldedRow>(), 0);
        foreach (var row in rows)
        {
            group.Add(row);
            bytes += Bytes(row).Length;
            if (bytes < UnpackedBytes) continue;
            yield return group;
            (group, bytes) = ([], 0);
        }

        if (group.Count > 0) yield return group;
    }

    private static IEnumerable<byte[]> Pack(int logBytes, IReadOnlyList<FoldedRow> rows)
    {
        var packed = PayloadCodec.WriteCompressed(new FoldedChunk(1, logBytes, rows), PayloadJson.Default.FoldedChunk);
        // A single result always fits: a row is smaller than a chunk may be.
        return packed.Length <= CompactionTransaction.ChunkBytes || rows.Count == 1
            ? [packed]
            : [.. Pack(logBytes, [.. rows.Take(rows.Count / 2)]), .. Pack(logBytes, [.. rows.Skip(rows.Count / 2)])];
    }

    private static bool IsSame(FoldedRow row, FoldedRow copy) => Bytes(row).AsSpan().SequenceEqual(Bytes(copy));

    private static byte[] Bytes(FoldedRow row) => PayloadCodec.Write(row, PayloadJson.Default.FoldedRow);
}
