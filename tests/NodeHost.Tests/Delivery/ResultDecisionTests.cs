using ChefActors.Core.Nodes;
using ChefActors.Core.Results;
using ChefActors.Core.Znodes;
using ChefActors.NodeHost.Delivery;
using ChefActors.NodeHost.Journal;
using ChefActors.ZooKeeper;

namespace ChefActors.NodeHost.Tests.Delivery;

/// <summary>T6, T6s and T7 by what the znodes hold.</summary>
public sealed class ResultDecisionTests
{
    private static readonly NodeName _node = NodeName.Parse("web-1");
    private static readonly SlotIdentity _push = new(16, 3, 5);

    /// <summary>
    /// Entry's version (- gone), row's version (- gone), what the row holds, what is written: D entry, R row, U row saying what it replaces,
    /// C check of the row, N copy at the node; - nothing.
    /// </summary>
    [Theory]
    [InlineData("1", "0", "", "DRN")]
    [InlineData("1", "-", "", "DN")]
    [InlineData("-", "0", "", "RN")]
    [InlineData("-", "-", "", "-")]
    [InlineData("1", "1", "mine", "CD")]
    [InlineData("-", "1", "mine", "-")]
    [InlineData("1", "1", "may_still_run", "DUN")]
    [InlineData("-", "1", "may_still_run", "UN")]
    [InlineData("1", "1", "withdrawn", "CD!")]
    [InlineData("-", "1", "withdrawn", "-!")]
    [InlineData("-", "1", "never_started", "-!")]
    [InlineData("1", "1", "garbage", "CD!")]
    public void A_runs_result(string entry, string row, string holds, string writes)
    {
        var result = Result("R1", ResultState.Succeeded);
        var outcome = new JournalRecord.Outcome("R1", result, null, DateTimeOffset.UnixEpoch);
        var decision = ResultDecision.OfRun(_node, outcome, Version(entry), Row(row, holds, result), null);
        Assert.Equal(writes, Text(decision, "R1"));
    }

    [Theory]
    [InlineData("1", "0", "", "DRN")]
    [InlineData("1", "-", "", "DN")]
    [InlineData("-", "0", "", "-")]
    [InlineData("1", "1", "may_still_run", "DUN")]
    [InlineData("1", "1", "withdrawn", "CD")]
    public void An_answer_without_a_run_needs_its_entry(string entry, string row, string holds, string writes)
    {
        var result = Result("R1", ResultState.Rejected);
        Assert.Equal(writes, Text(ResultDecision.OfRefusal(_node, "R1", null, Version(entry), Row(row, holds, result), null, result), "R1"));
    }

    [Theory]
    [InlineData("0", 16, 3, "DSN")]
    [InlineData("0", 17, 4, "DN")]
    [InlineData("0", 17, 3, "DN")]
    [InlineData("-", 16, 3, "SN")]
    [InlineData("-", 17, 4, "N")]
    public void A_pushs_result_empties_the_slot_only_while_it_is_that_push(string entry, long mzxid, int version, string writes)
    {
        var outcome = new JournalRecord.Outcome("slot-10", Result("slot-10", ResultState.Failed), _push, null);
        Assert.Equal(writes, Text(ResultDecision.OfRun(_node, outcome, Version(entry), RowReading.Missing, Slot(mzxid, version)), "slot-10"));
    }

    [Theory]
    [InlineData("-", 16, 3, "SN")]
    [InlineData("-", 17, 4, "-")]
    [InlineData("-", 17, 3, "-")]
    [InlineData("2", 16, 3, "DSN")]
    [InlineData("2", 17, 4, "DN")]
    public void A_refused_push_that_was_overwritten_never_existed(string entry, long mzxid, int version, string writes)
    {
        var result = Result("slot-10", ResultState.Rejected);
        Assert.Equal(writes, Text(ResultDecision.OfRefusal(_node, "slot-10", _push, Version(entry), RowReading.Missing, Slot(mzxid, version), result), "slot-10"));
    }

    [Fact]
    public void Every_write_carries_the_version_that_was_read()
    {
        var outcome = new JournalRecord.Outcome("R1", Result("R1", ResultState.Succeeded), null, DateTimeOffset.UnixEpoch);
        var operations = ResultDecision.OfRun(_node, outcome, 4, Row("0", "", outcome.Result), null).Operations!;
        Assert.Equal(4, Assert.IsType<ZnodeOperation.Delete>(operations[0]).Version);
        Assert.Equal(0, Assert.IsType<ZnodeOperation.SetData>(operations[1]).Version);
    }

    private static CommandResult Result(string id, ResultState state) => new() { Command = id, Node = "web-1", State = state, Attempt = 1, FinishedAt = DateTimeOffset.UnixEpoch };

    private static int? Version(string text) => text == "-" ? null : int.Parse(text);

    private static Stat Slot(long mzxid, int version) => new(1, mzxid, 0, 5, version, 0, 0, 0, DataLength: 20, 0, 0);

    private static RowReading Row(string version, string holds, CommandResult mine) => new(Version(version), holds switch
    {
        "mine" => mine,
        "may_still_run" => mine with { State = ResultState.Unreachable, Reason = new Reason(ReasonCode.MayStillRun, "") },
        "never_started" => mine with { State = ResultState.Unreachable, Reason = new Reason(ReasonCode.NeverStarted, "") },
        "withdrawn" => mine with { State = ResultState.Withdrawn },
        _ => null,
    });

    private static string Text(ResultDecision decision, string id) =>
        (decision.Operations is null ? "-" : string.Concat(decision.Operations.Select(operation => Letter(operation, id)))) + (decision.Impossible is null ? "" : "!");

    private static char Letter(ZnodeOperation operation, string id) => operation switch
    {
        ZnodeOperation.Delete delete when delete.Path == ZnodeLayout.Entry(_node, id) => 'D',
        ZnodeOperation.Check check when check.Path == ZnodeLayout.Row(id, _node) => 'C',
        ZnodeOperation.SetData set when set.Path == ZnodeLayout.NodeResult(_node) => 'N',
        ZnodeOperation.SetData { Data: [] } set when set.Path == ZnodeLayout.Node(_node) => 'S',
        ZnodeOperation.SetData set when set.Path == ZnodeLayout.Row(id, _node) =>
            PayloadCodec.Read(set.Data!, PayloadJson.Default.CommandResult).Value!.Replaces == ResultState.Unreachable ? 'U' : 'R',
        _ => '?',
    };
}
