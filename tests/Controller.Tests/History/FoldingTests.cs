using ChefActors.Controller.History;
using ChefActors.Controller.Rollouts;
using ChefActors.Controller.Tests.Rollouts;
using ChefActors.Core.Delivery;
using ChefActors.Core.Nodes;
using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;
using ChefActors.Core.Znodes;
using ChefActors.Testing;
using ChefActors.ZooKeeper;

namespace ChefActors.Controller.Tests.History;

public sealed class FoldingTests
{
    private static readonly RolloutState _aborted = new() { Phase = RolloutPhase.Aborted, Chunks = 1, FinishedAt = DateTimeOffset.UnixEpoch, Reason = new Reason("abort", "aborted by alice") };

    [Fact]
    public void Every_target_is_in_the_chunks_once_and_what_was_never_dispatched_is_withdrawn()
    {
        var nodes = Given.Nodes(5);
        var folded = Fold(nodes, [Row(nodes[0], ResultState.Succeeded), Row(nodes[3], ResultState.Failed)]);
        var rows = Read(folded).SelectMany(c => c.Rows).ToList();
        Assert.Equal(nodes.Select(n => n.Value), rows.Select(r => r.Node));
        Assert.Equal(
            [ResultState.Succeeded, ResultState.Withdrawn, ResultState.Withdrawn, ResultState.Failed, ResultState.Withdrawn], rows.Select(r => r.Result.State));
        Assert.Equal("never dispatched: aborted by alice", rows[1].Result.Reason!.Text);
        Assert.Null(rows[1].Zxid);
        Assert.Equal([(nodes[0], 1), (nodes[3], 1)], folded.Removable);
    }

    [Fact]
    public void A_row_that_may_still_change_or_cannot_be_read_stays()
    {
        var nodes = Given.Nodes(3);
        var unreadable = new StoredRow(nodes[2], "{\"v\":2}"u8.ToArray(), default);
        var folded = Fold(nodes, [Row(nodes[0], ResultState.Unreachable, ReasonCode.MayStillRun), Row(nodes[1], ResultState.Unreachable, ReasonCode.NeverStarted), unreadable]);
        Assert.Equal([(nodes[1], 1)], folded.Removable);
        Assert.Equal([nodes[0].Value, nodes[1].Value], Read(folded).SelectMany(c => c.Rows).Select(r => r.Node));
    }

    [Fact]
    [Trait(Suite.Key, Suite.Long)]
    public void Ten_thousand_failures_with_long_logs_become_a_handful_of_chunks_that_each_fit_a_transaction()
    {
        var nodes = Given.Nodes(10_000);
        var chance = new Random(1);
        var folded = Fold(nodes, [.. nodes.Select(n => Row(n, ResultState.Failed, log: Noise(chance, 16 * 1024)))]);
        Assert.All(folded.Chunks, data => Assert.InRange(data.Length, 1, CompactionTransaction.ChunkBytes));
        Assert.InRange(folded.Chunks.Count, 1, 32);
        var rows = Read(folded).SelectMany(c => c.Rows).ToList();
        Assert.Equal(nodes.Select(n => n.Value), rows.Select(r => r.Node));
        Assert.All(rows, r => Assert.Equal(16 * 1024, r.Result.LogTail!.Length + r.Result.LogCutBytes));
        Assert.All(rows, r => Assert.InRange(r.Result.LogTail!.Length, 1, Folding.LogBytes(10_000)));
    }

    [Fact]
    public void A_small_rollout_keeps_its_logs_whole_and_a_cut_never_breaks_a_character()
    {
        var nodes = Given.Nodes(1);
        var text = string.Concat(Enumerable.Repeat("é€😀", 2000));
        var folded = Read(Fold(nodes, [Row(nodes[0], ResultState.Failed, log: text)]))[0];
        var kept = folded.Rows[0].Result;
        Assert.EndsWith(kept.LogTail!, text, StringComparison.Ordinal);
        Assert.False(char.IsLowSurrogate(kept.LogTail![0]));
        Assert.Equal(System.Text.Encoding.UTF8.GetByteCount(text), System.Text.Encoding.UTF8.GetByteCount(kept.LogTail) + kept.LogCutBytes);
        var whole = Read(Fold(nodes, [Row(nodes[0], ResultState.Failed, log: Noise(new Random(1), 16 * 1024))]))[0].Rows[0].Result;
        Assert.Equal(16 * 1024, whole.LogTail!.Length);
    }

    [Fact]
    public void A_successor_removes_only_rows_that_equal_their_folded_copies()
    {
        var nodes = Given.Nodes(4);
        var (same, gone, late) = (Row(nodes[0], ResultState.Failed, log: "log"), Row(nodes[1], ResultState.Succeeded), Row(nodes[2], ResultState.Unreachable, ReasonCode.MayStillRun));
        var chunks = Read(Fold(nodes, [same, gone, late]));
        var result = late with { Data = Row(nodes[2], ResultState.Succeeded).Data, Stat = late.Stat with { Version = 2, Mzxid = 99 } };
        var foreign = Row(nodes[3], ResultState.Succeeded);
        Assert.Equal([(nodes[0], 1)], Folding.Removable(chunks, [same, result, foreign]));
        Assert.Equal([(nodes[0], 1)], Folding.Removable(chunks, [same, late]));
        Assert.Empty(Folding.Removable(chunks, [same with { Stat = same.Stat with { Mzxid = 100 } }]));
    }

    private static FoldedRollout Fold(IReadOnlyList<NodeName> nodes, IReadOnlyList<StoredRow> rows) =>
        Folding.Of(Given.Plan("R1", 50, nodes.Count), _aborted, [.. nodes.Select(n => new TargetNode(n, 0))], rows);

    private static List<FoldedChunk> Read(FoldedRollout folded) =>
        [.. folded.Chunks.Select(data => PayloadCodec.ReadCompressed(data, PayloadJson.Default.FoldedChunk, 8 * 1024 * 1024).Value!)];

    private static StoredRow Row(NodeName node, ResultState state, string code = "code", string? log = null) => new(
        node,
        PayloadCodec.Write(
            new CommandResult { Command = "R1", Rollout = "R1", Node = node.Value, State = state, Attempt = 1, Reason = new Reason(code, "why"), LogTail = log, FinishedAt = DateTimeOffset.UnixEpoch },
            PayloadJson.Default.CommandResult),
        new Stat { Version = 1, Mzxid = 7, Mtime = 5 });

    private static string Noise(Random chance, int length) => string.Create(length, chance, (span, c) =>
    {
        for (var i = 0; i < span.Length; i++) span[i] = (char)('a' + c.Next(26));
    });
}
