using ChefActors.Core.Nodes;
using ChefActors.Core.Znodes;
using ChefActors.NodeHost.Delivery;
using ChefActors.ZooKeeper;

namespace ChefActors.NodeHost.Presence;

/// <summary>Reads the cluster's identity, or makes it when this is the first one here.</summary>
internal static class ClusterProcedure
{
    /// <summary>The identity, or why it cannot be read.</summary>
    internal static async Task<PayloadReading<ClusterIdentity>> ReadOrMakeAsync(IZooKeeperClient client, ClusterIdentity fresh, CrashPoint crash, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await client.TryGetDataAsync(ZnodeLayout.Cluster, cancellationToken) is { } znode)
                return PayloadCodec.Read(znode.Data ?? [], PayloadJson.Default.ClusterIdentity);
            try
            {
                var identity = PayloadCodec.Write(fresh, PayloadJson.Default.ClusterIdentity);
                await crash.AroundAsync(CrashWork.MakeCluster, () => client.CreateAsync(ZnodeLayout.Cluster, identity, cancellationToken: cancellationToken));
            }
            catch (NodeExistsException)
            {
                // Somebody else was first: theirs counts.
            }
        }
    }
}
