using ChefActors.Core.Nodes;
using ChefActors.Core.Znodes;
using ChefActors.NodeHost.Journal;
using ChefActors.ZooKeeper;

namespace ChefActors.NodeHost.Delivery;

/// <summary>Reads where the znodes of a run stand, for recovery.</summary>
internal sealed class InspectProcedure(NodeName node, string journal)
{
    /// <summary>Reads them, after a sync.</summary>
    internal Task<EntryStanding> InspectAsync(IZooKeeperClient client, JournalRecord.Start start, CancellationToken cancellationToken) =>
        LostReplies.DecideAnewAsync(
            client,
            ZnodeLayout.Node(node),
            async () =>
            {
                await client.SyncAsync(ZnodeLayout.Node(node), cancellationToken);

                // The entry first: with one that is gone the row that is read after it has its end. The other way round an entry that was
                // withdrawn between the two reads looks like one that was claimed.
                var entry = await client.TryGetDataAsync(ZnodeLayout.Entry(node, start.Id), cancellationToken);
                var row = start.Slot is null ? await client.TryGetDataAsync(ZnodeLayout.Row(start.Id, node), cancellationToken) : null;
                var command = entry?.Data is { } data ? PayloadCodec.Read(data, PayloadJson.Default.Command, PayloadLimits.EntryBytes) : default;
                return new EntryStanding(command.Value?.Claim?.Journal == journal, entry is not null, ZnodeReads.ResultOf(row));
            },
            cancellationToken);
}
