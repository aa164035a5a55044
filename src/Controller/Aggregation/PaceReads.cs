using ChefActors.Controller.Rollouts;
using ChefActors.Core.Pacing;
using ChefActors.Core.Znodes;
using ChefActors.ZooKeeper;

namespace ChefActors.Controller.Aggregation;

/// <summary>The budget of runs that rollouts share.</summary>
internal static class PaceReads
{
    /// <summary>The budget and its version. What cannot be read was written by somebody else, and is begun anew at its version.</summary>
    public static async Task<PaceFact> ReadAsync(IZooKeeperClient client, string chefServer, CancellationToken cancellationToken)
    {
        var path = ZnodeLayout.Pace(chefServer);
        await client.SyncAsync(path, cancellationToken);
        if (await NodeReads.DataAsync(client, path, null, cancellationToken) is { } znode)
            return new PaceFact(PayloadCodec.Read(znode.Data ?? [], PayloadJson.Default.PaceDocument).Value, znode.Stat.Version);
        if (await client.ExistsAsync(ZnodeLayout.Paces, null, cancellationToken) is null) await ClusterStore.EnsureParentsAsync(client, cancellationToken);
        return new PaceFact(null, -1);
    }
}
