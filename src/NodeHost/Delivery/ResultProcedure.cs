using ChefActors.Core.Commands;
using ChefActors.Core.Nodes;
using ChefActors.Core.Results;
using ChefActors.Core.Znodes;
using ChefActors.NodeHost.Journal;
using ChefActors.ZooKeeper;
using Microsoft.Extensions.Logging;

namespace ChefActors.NodeHost.Delivery;

/// <summary>
/// T6, T6s and T7 over one session: writes by what was read, and after any refusal reads anew, until the result is in. Safe to repeat at any
/// time: a result that is in already is seen.
/// </summary>
internal sealed partial class ResultProcedure(NodeName node, ILogger<ResultProcedure> logger)
{
    /// <summary>Sends a run's result.</summary>
    /// <exception cref="SessionExpiredException">The session ended; send it again in the next one.</exception>
    internal Task SendAsync(IZooKeeperClient client, JournalRecord.Outcome outcome, CancellationToken cancellationToken) =>
        UntilInAsync(client, outcome.Id, outcome.Slot, (entry, row, slot) => ResultDecision.OfRun(node, outcome, entry, row, slot), cancellationToken);

    /// <summary>Answers without a run.</summary>
    /// <exception cref="SessionExpiredException">The session ended; answer again in the next one.</exception>
    internal Task RefuseAsync(IZooKeeperClient client, string id, SlotIdentity? push, CommandResult result, CancellationToken cancellationToken) =>
        UntilInAsync(client, id, push, (entry, row, slot) => ResultDecision.OfRefusal(node, id, push, entry, row, slot, result), cancellationToken);

    /// <summary>Deletes an entry that gets no result of ours: a push that was overwritten, or a command whose row has its terminal state.</summary>
    internal Task DropAsync(IZooKeeperClient client, string id, bool isSlot, CancellationToken cancellationToken) =>
        UntilInAsync(client, id, null, (entry, row, _) => DropDecision(id, isSlot, entry, row), cancellationToken);

    private ResultDecision DropDecision(string id, bool isSlot, int? entry, RowReading row)
    {
        if (entry is not { } version) return new ResultDecision(null);
        if (isSlot) return new ResultDecision(Core.Delivery.SlotResultTransaction.DropEntry(node, id, version));

        // Nobody will ever write a row that was removed with its history.
        if (row.Version is null) return new ResultDecision([new ZnodeOperation.Delete(ZnodeLayout.Entry(node, id), version)]);

        // An empty row is the controller's to end: until then the entry stays. One that was given up needs it no more: the journal that claimed
        // it finds its way without (DELIVERY, 5: entry gone, row unreachable), and if that journal is lost nobody else would take the entry away.
        return row.Version == Core.Delivery.ClaimTransaction.EmptyRowVersion
            ? new ResultDecision(null)
            : new ResultDecision(Core.Delivery.ResultTransaction.DropEntry(node, id, version, row.Version!.Value));
    }

    private async Task UntilInAsync(
        IZooKeeperClient client, string id, SlotIdentity? push, Func<int?, RowReading, Stat?, ResultDecision> decide, CancellationToken cancellationToken)
    {
        var isSlot = push is not null || CommandId.TryParseSlot(id, out _);
        await LostReplies.DecideAnewAsync(
            client,
            ZnodeLayout.Node(node),
            async () =>
            {
                while (!await TryOnceAsync(client, id, isSlot, decide, cancellationToken))
                {
                }

                return true;
            },
            cancellationToken);
    }

    private async Task<bool> TryOnceAsync(
        IZooKeeperClient client, string id, bool isSlot, Func<int?, RowReading, Stat?, ResultDecision> decide, CancellationToken cancellationToken)
    {
        // Three reads in one flight; they see one state of the server, as requests of a session are answered in order.
        var entryRead = client.ExistsAsync(ZnodeLayout.Entry(node, id), null, cancellationToken);
        var rowRead = isSlot ? Task.FromResult<ZnodeData?>(null) : client.TryGetDataAsync(ZnodeLayout.Row(id, node), cancellationToken);
        var slotRead = isSlot ? client.ExistsAsync(ZnodeLayout.Node(node), null, cancellationToken) : Task.FromResult<Stat?>(null);
        await Task.WhenAll(entryRead, rowRead, slotRead);
        var row = await rowRead;
        var decision = decide((await entryRead)?.Version, row is null ? RowReading.Missing : new RowReading(row.Stat.Version, ZnodeReads.ResultOf(row)), await slotRead);
        if (decision.Impossible is { } impossible) LogImpossible(logger, id, LoggedRollout.Of(id), impossible);
        if (decision.Operations is not { } operations) return true;
        var result = await client.MultiAsync(operations, cancellationToken);
        if (!result.Succeeded) await RefusedOperation.MendAsync(client, node, operations[result.FailedIndex], result.Error, cancellationToken);
        return result.Succeeded;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "command {CommandId} (rollout {RolloutId}): {What}")]
    private static partial void LogImpossible(ILogger logger, string commandId, string rolloutId, string what);
}
