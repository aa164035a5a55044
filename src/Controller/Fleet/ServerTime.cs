using ChefActors.Controller.Aggregation;
using ChefActors.Core.Znodes;
using ChefActors.ZooKeeper;

namespace ChefActors.Controller.Fleet;

/// <summary>ZooKeeper's time, which only a write tells: a znode of this session is made and deleted.</summary>
internal static class ServerTime
{
    /// <summary>Asks for it.</summary>
    public static async Task<DateTimeOffset> AskAsync(IZooKeeperClient client, string id, CancellationToken cancellationToken)
    {
        await ClusterStore.EnsureParentsAsync(client, cancellationToken);
        var path = ZnodeLayout.Controller(id);
        await client.CreateAsync(path, [], CreateMode.Ephemeral, cancellationToken: cancellationToken);
        var stat = await client.ExistsAsync(path, cancellationToken: cancellationToken) ?? throw new NoNodeException("exists", path);
        await client.DeleteAsync(path, cancellationToken: cancellationToken);
        return stat.ModifiedAt;
    }
}
