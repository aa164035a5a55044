using ChefActors.Core.Commands;
using ChefActors.Core.Delivery;
using ChefActors.Core.Nodes;
using ChefActors.Core.Znodes;
using ChefActors.NodeHost.Running;
using ChefActors.ZooKeeper;

namespace ChefActors.NodeHost.Delivery;

/// <summary>
/// T5 and T5s over one session: claims on what was read, and after any refusal reads anew (DELIVERY, section 4). Safe to repeat at any time:
/// a claim of this journal is claimed again at the version read.
/// </summary>
/// <param name="node">This node.</param>
/// <param name="journal">This journal's id.</param>
/// <param name="sinceBoot">The clock that counts suspend.</param>
internal sealed class ClaimProcedure(NodeName node, string journal, Func<TimeSpan> sinceBoot)
{
    /// <summary>Claims.</summary>
    /// <exception cref="SessionExpiredException">The session ended; claim again in the next one.</exception>
    internal Task<ClaimAnswer> ClaimAsync(IZooKeeperClient client, QueuedCommand item, int attempt, CancellationToken cancellationToken)
    {
        // What the watcher read a moment ago spares a read; from the second round on only a fresh read counts.
        var known = item.Entry.Length > 0 && item.Command.Claim is null && attempt == 1 ? item : null;
        return LostReplies.DecideAnewAsync(client, ZnodeLayout.Entry(node, item.Id), Round, cancellationToken);

        async Task<ClaimAnswer> Round()
        {
            while (true)
            {
                var basis = known;
                known = null;
                var answer = item.Slot is null
                    ? await ClaimTypedAsync(client, item, basis, attempt, cancellationToken)
                    : await ClaimSlotAsync(client, item, basis, attempt, cancellationToken);
                if (answer is not null) return answer;
            }
        }
    }

    private async Task<ClaimAnswer?> ClaimTypedAsync(IZooKeeperClient client, QueuedCommand item, QueuedCommand? basis, int attempt, CancellationToken cancellationToken)
    {
        var (bytes, version) = (basis?.Entry ?? [], basis?.EntryVersion ?? 0);
        if (basis is null)
        {
            if (await client.TryGetDataAsync(ZnodeLayout.Entry(node, item.Id), cancellationToken) is not { Data: { } data, Stat: var stat }) return new ClaimAnswer.Gone();
            if (Obstacle(data, stat.Version, item.Id) is { } obstacle) return obstacle;
            if (await RowObstacleAsync(client, item.Id, stat.Version, cancellationToken) is { } row) return row;
            (bytes, version) = (data, stat.Version);
        }

        var sentAt = sinceBoot();
        var operations = ClaimTransaction.Operations(node, item.Id, CommandReader.WithClaim(bytes, new Claim(journal, attempt)), version);
        var result = await client.MultiAsync(operations, cancellationToken);
        if (result.Succeeded) return Granted(result.Operations[ClaimTransaction.EntryIndex].Stat, sentAt);
        RefusedOperation.ThrowUnlessStale(operations[result.FailedIndex], result.Error);
        return null;
    }

    private async Task<ClaimAnswer?> ClaimSlotAsync(IZooKeeperClient client, QueuedCommand item, QueuedCommand? basis, int attempt, CancellationToken cancellationToken)
    {
        var (bytes, version) = (item.Entry, basis?.EntryVersion);
        if (basis is null)
        {
            var entry = await client.TryGetDataAsync(ZnodeLayout.Entry(node, item.Id), cancellationToken);
            if (entry?.Data is { } data && Obstacle(data, entry.Stat.Version, item.Id) is { } obstacle) return obstacle;
            if (entry is null && item.EntryVersion is not null) return new ClaimAnswer.Gone();
            (bytes, version) = (entry?.Data ?? item.Entry, entry?.Stat.Version);
        }

        var claimed = CommandReader.WithClaim(bytes, new Claim(journal, attempt));
        var sentAt = sinceBoot();
        var slotVersion = item.Slot!.Version;
        var operations = version is { } v
            ? SlotClaimTransaction.Again(node, item.Id, claimed, slotVersion, v)
            : SlotClaimTransaction.Operations(node, item.Id, claimed, slotVersion);
        var result = await client.MultiAsync(operations, cancellationToken);
        if (result.Succeeded) return Granted(result.Operations[SlotClaimTransaction.EntryIndex].Stat, sentAt);
        RefusedOperation.ThrowUnlessStale(operations[result.FailedIndex], result.Error);
        return result.FailedIndex switch
        {
            SlotClaimTransaction.SlotIndex => await NewerPushAsync(client, item.Id, cancellationToken),
            SlotClaimTransaction.AliveIndex => new ClaimAnswer.NotRegistered(),
            _ => null,
        };
    }

    private async Task<ClaimAnswer> NewerPushAsync(IZooKeeperClient client, string id, CancellationToken cancellationToken)
    {
        var entry = await client.TryGetDataAsync(ZnodeLayout.Entry(node, id), cancellationToken);
        return new ClaimAnswer.NewerPush(entry?.Stat.Version);
    }

    /// <summary>What the entry itself says against a claim; null: nothing.</summary>
    private ClaimAnswer? Obstacle(byte[] data, int version, string id)
    {
        var reading = PayloadCodec.Read(data, PayloadJson.Default.Command, PayloadLimits.EntryBytes);
        if (!reading.IsValid || reading.Value.Id != id) return new ClaimAnswer.Gone();
        if (reading.Value.Claim is { } claim && claim.Journal != journal) return new ClaimAnswer.Gone();
        return reading.Value.Cancel is { } cancel ? new ClaimAnswer.Cancelled(version, cancel.Who) : null;
    }

    private async Task<ClaimAnswer?> RowObstacleAsync(IZooKeeperClient client, string id, int entryVersion, CancellationToken cancellationToken)
    {
        var row = await client.TryGetDataAsync(ZnodeLayout.Row(id, node), cancellationToken);
        if (row is null) return new ClaimAnswer.RowMissing(entryVersion);
        if (row.Stat.Version == ClaimTransaction.EmptyRowVersion) return null;
        return ZnodeReads.ResultOf(row) is { } result && result.MayStillRun()
            ? new ClaimAnswer.GivenUp(entryVersion)
            : new ClaimAnswer.RowEnded(entryVersion, ZnodeReads.ResultOf(row)?.State ?? Core.Results.ResultState.Rejected);
    }

    /// <summary>
    /// Servers answer a create within a transaction without its Stat (seen with 3.8.0): a new entry has version 0, and a push, which has no
    /// accept_by, needs no time of its claim.
    /// </summary>
    private static ClaimAnswer.Granted Granted(Stat? stat, TimeSpan sentAt) => new(stat?.Version ?? 0, stat?.ModifiedAt ?? DateTimeOffset.MinValue, sentAt);
}
