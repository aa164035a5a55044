using System.Text.Json;
using ChefActors.Controller.Rollouts;
using ChefActors.Core.Commands;
using ChefActors.Core.Nodes;
using ChefActors.Core.Results;
using ChefActors.Core.Znodes;
using ChefActors.ZooKeeper;

namespace ChefActors.Controller.Aggregation;

/// <summary>Rows, entries and presence as facts. A watch is set by a read that finds its znode, and for presence always.</summary>
internal static class NodeReads
{
    /// <summary>Data and Stat, or null when it is not there.</summary>
    public static async Task<ZnodeData?> DataAsync(IZooKeeperClient client, string path, WatchHandler? watch, CancellationToken cancellationToken)
    {
        try
        {
            return await client.GetDataAsync(path, watch, cancellationToken);
        }
        catch (NoNodeException)
        {
            return null;
        }
    }

    public static async Task<RowFact> RowAsync(IZooKeeperClient client, string rollout, NodeName node, WatchHandler? watch, CancellationToken cancellationToken)
    {
        var row = await DataAsync(client, ZnodeLayout.Row(rollout, node), watch, cancellationToken);
        if (row is null) return new RowFact.Missing();
        return row.Data is not { Length: > 0 } data
            ? new RowFact.Empty(DateTimeOffset.FromUnixTimeMilliseconds(row.Stat.Ctime))
            : new RowFact.Ended(Result(rollout, node, data), row.Stat.Version, row.Stat.Mzxid, row.Stat.ModifiedAt);
    }

    public static async Task<EntryFact> EntryAsync(IZooKeeperClient client, string rollout, NodeName node, CancellationToken cancellationToken)
    {
        var entry = await DataAsync(client, ZnodeLayout.Entry(node, rollout), null, cancellationToken);
        if (entry is null) return new EntryFact.Absent();
        var command = PayloadCodec.Read(entry.Data ?? [], PayloadJson.Default.Command).Value;
        // What was changed is claimed, whether it can be read or not: only an entry as it was dispatched may be taken back.
        return entry.Stat.Version == 0
            ? new EntryFact.Unclaimed(command?.AcceptBy)
            : new EntryFact.Claimed(command?.Claim?.Journal ?? "", ClaimedAt(entry), entry.Stat.Version, command?.Cancel is not null);
    }

    /// <summary>A node without <c>alive</c> is gone if it has an inbox, else it never registered.</summary>
    public static async Task<PresenceFact> PresenceAsync(IZooKeeperClient client, NodeName node, WatchHandler? watch, CancellationToken cancellationToken)
    {
        // The watch must also see an alive that comes, so existence is asked first when there is one.
        var mayBeThere = watch is null || await client.ExistsAsync(ZnodeLayout.Alive(node), watch, cancellationToken) is not null;
        var alive = !mayBeThere ? null : await DataAsync(client, ZnodeLayout.Alive(node), null, cancellationToken);
        if (alive is not null)
        {
            var presence = PayloadCodec.Read(alive.Data ?? [], PayloadJson.Default.Presence).Value;
            return new PresenceFact.Alive(presence?.Journal ?? "", presence?.BootId);
        }

        return await client.ExistsAsync(ZnodeLayout.Inbox(node), null, cancellationToken) is null ? new PresenceFact.NeverRegistered() : new PresenceFact.Gone();
    }

    /// <summary>A row's bytes as its result. What cannot be read was not written by us, and is a failure that says so.</summary>
    public static CommandResult Result(string rollout, NodeName node, byte[] data)
    {
        var reading = PayloadCodec.Read(data, PayloadJson.Default.CommandResult);
        return reading.Value ?? new CommandResult { Command = rollout, Rollout = rollout, Node = node.Value, State = ResultState.Failed, Reason = reading.Error };
    }

    /// <summary>A request to stop changes the entry's mtime, so it keeps the claim's.</summary>
    private static DateTimeOffset ClaimedAt(ZnodeData entry)
    {
        try
        {
            using var json = JsonDocument.Parse(entry.Data ?? []);
            if (json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("claimed_at", out var at) && at.ValueKind == JsonValueKind.String && at.TryGetDateTimeOffset(out var claimedAt))
            {
                return claimedAt;
            }
        }
        catch (JsonException)
        {
            // Not ours to judge: the claim's time is the last change.
        }

        return entry.Stat.ModifiedAt;
    }
}
