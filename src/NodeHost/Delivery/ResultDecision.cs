using ChefActors.Core.Commands;
using ChefActors.Core.Delivery;
using ChefActors.Core.Nodes;
using ChefActors.Core.Results;
using ChefActors.NodeHost.Journal;
using ChefActors.ZooKeeper;

namespace ChefActors.NodeHost.Delivery;

/// <summary>What is to be written for a result, by what the znodes hold now. Pure: the rows <c>outcome</c> of the recovery table, T6, T6s and T7.</summary>
/// <param name="Operations">The transaction; null: nothing is to be written, it is in.</param>
/// <param name="Impossible">Null, or what must not be and is logged as an error.</param>
internal sealed record ResultDecision(IReadOnlyList<ZnodeOperation>? Operations, string? Impossible = null)
{
    private static readonly ResultDecision Done = new((IReadOnlyList<ZnodeOperation>?)null);

    /// <summary>A run's result.</summary>
    /// <param name="node">This node.</param>
    /// <param name="outcome">What the journal holds.</param>
    /// <param name="entryVersion">The entry's version; null: it is gone.</param>
    /// <param name="row">The row; null: it is gone, or there is none (a slot's).</param>
    /// <param name="rowVersion">The row's version.</param>
    /// <param name="slot">The slot's Stat; null: the node's znode is gone.</param>
    internal static ResultDecision OfRun(NodeName node, JournalRecord.Outcome outcome, int? entryVersion, RowReading row, Stat? slot)
    {
        if (IsSlot(outcome)) return OfSlot(node, outcome.Id, outcome.Slot, entryVersion, slot, outcome.Result);
        if (row.Version is null && entryVersion is null) return Done;
        if (row.IsEmptyOrMissing) return new ResultDecision(Typed(node, outcome.Id, entryVersion, row.Version, outcome.Result));
        if (outcome.Result.IsSameAs(row.Result)) return entryVersion is { } e ? Drop(node, outcome.Id, e, row, null) : Done;
        if (row.Result is { } given && given.MayStillRun())
            return new ResultDecision(Typed(node, outcome.Id, entryVersion, row.Version, outcome.Result with { Replaces = ResultState.Unreachable }));
        var impossible = $"the row of command {outcome.Id} says {row.Result?.State.Word() ?? "what is no result"}, this node's result is {outcome.Result.State.Word()}: the row stands";
        return entryVersion is { } version ? Drop(node, outcome.Id, version, row, impossible) : new ResultDecision(null, impossible);
    }

    /// <summary>An answer without a run: it needs the entry (or the slot) as it was read, else nothing is written.</summary>
    internal static ResultDecision OfRefusal(NodeName node, string id, SlotIdentity? push, int? entryVersion, RowReading row, Stat? slot, CommandResult result)
    {
        if (CommandId.TryParseSlot(id, out _))
        {
            var isStillThere = slot is { } now && push is not null && now.Mzxid == push.Mzxid && now.Version == push.Version;
            return entryVersion is null && !isStillThere ? Done : OfSlot(node, id, push, entryVersion, slot, result);
        }

        if (entryVersion is not { } version) return Done;
        if (row.IsEmptyOrMissing) return new ResultDecision(Typed(node, id, version, row.Version, result));
        return row.Result is { } given && given.MayStillRun()
            ? new ResultDecision(Typed(node, id, version, row.Version, result with { Replaces = ResultState.Unreachable }))
            : Drop(node, id, version, row, null);
    }

    private static ResultDecision OfSlot(NodeName node, string id, SlotIdentity? push, int? entryVersion, Stat? slot, CommandResult result)
    {
        if (slot is not { } now) return Done;
        int? emptied = push is not null && now.Mzxid == push.Mzxid && now.Version == push.Version && now.DataLength > 0 ? now.Version : null;
        return new ResultDecision(SlotResultTransaction.Operations(node, id, entryVersion, emptied, ResultTrim.ForNode(result)));
    }

    private static ResultDecision Drop(NodeName node, string id, int entryVersion, RowReading row, string? impossible) =>
        new(ResultTransaction.DropEntry(node, id, entryVersion, row.Version!.Value), impossible);

    private static IReadOnlyList<ZnodeOperation> Typed(NodeName node, string id, int? entryVersion, int? rowVersion, CommandResult result) =>
        ResultTransaction.Operations(node, id, entryVersion, rowVersion, ResultTrim.ForRow(result), ResultTrim.ForNode(result));

    private static bool IsSlot(JournalRecord.Outcome outcome) => CommandId.TryParseSlot(outcome.Id, out _);
}
