using ChefActors.Core.Nodes;
using ChefActors.Core.Znodes;
using ChefActors.NodeHost.Journal;
using ChefActors.ZooKeeper;

namespace ChefActors.NodeHost.Watching;

/// <summary>Reads slot and inbox, setting watches as it reads: what counts is what is read, a watch only wakes.</summary>
internal sealed class NodeReader(NodeName node)
{
    /// <summary>The slot; null: this node's znode is not there.</summary>
    internal async Task<SlotSnapshot?> ReadSlotAsync(IZooKeeperClient client, WatchHandler watch, CancellationToken cancellationToken)
    {
        try
        {
            var read = await client.GetDataAsync(ZnodeLayout.Node(node), watch, cancellationToken);
            return new SlotSnapshot(read.Data ?? [], new SlotIdentity(read.Stat.Mzxid, read.Stat.Version, read.Stat.Mtime));
        }
        catch (NoNodeException)
        {
            return null;
        }
    }

    /// <summary>The names in the inbox.</summary>
    internal async Task<IReadOnlyList<string>> ListInboxAsync(IZooKeeperClient client, WatchHandler watch, CancellationToken cancellationToken)
    {
        try
        {
            return (await client.GetChildrenAsync(ZnodeLayout.Inbox(node), watch, cancellationToken)).Names;
        }
        catch (NoNodeException)
        {
            return [];
        }
    }

    /// <summary>These entries, oldest first; those that went meanwhile are left out.</summary>
    internal async Task<IReadOnlyList<EntrySnapshot>> ReadEntriesAsync(IZooKeeperClient client, IEnumerable<string> ids, Func<string, WatchHandler> watch, CancellationToken cancellationToken)
    {
        var entries = await Task.WhenAll(ids.Select(id => ReadEntryAsync(client, id, watch(id), cancellationToken)));
        return [.. entries.OfType<EntrySnapshot>().OrderBy(entry => entry.Czxid)];
    }

    private async Task<EntrySnapshot?> ReadEntryAsync(IZooKeeperClient client, string id, WatchHandler watch, CancellationToken cancellationToken)
    {
        try
        {
            var read = await client.GetDataAsync(ZnodeLayout.Entry(node, id), watch, cancellationToken);
            return new EntrySnapshot(id, read.Data ?? [], read.Stat.Version, read.Stat.Czxid);
        }
        catch (NoNodeException)
        {
            return null;
        }
    }
}
