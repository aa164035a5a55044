using ChefActors.Controller.Aggregation;
using ChefActors.Core.Following;
using ChefActors.Core.Nodes;
using ChefActors.Core.Znodes;
using ChefActors.ZooKeeper;

namespace ChefActors.Controller.Following;

/// <summary>Leases and rings as znodes.</summary>
internal sealed class ZnodeRings(IZooKeeperClient client) : IFollowRings
{
    /// <inheritdoc />
    public async Task<bool> RenewAsync(NodeName node, string by, CancellationToken cancellationToken)
    {
        var data = PayloadCodec.Write(new FollowLease(1, by), PayloadJson.Default.FollowLease);
        while (true)
        {
            try
            {
                await client.SetDataAsync(ZnodeLayout.Follow(node), data, -1, cancellationToken);
                return true;
            }
            catch (NoNodeException)
            {
                // The first, or the node has just removed one that was over.
            }

            try
            {
                await client.CreateAsync(ZnodeLayout.Follow(node), data, cancellationToken: cancellationToken);
                return true;
            }
            catch (NodeExistsException)
            {
                // Another console was faster: set it again.
            }
            catch (NoNodeException)
            {
                return false;
            }
        }
    }

    /// <inheritdoc />
    public async Task<FollowChunk?> ReadAsync(NodeName node, int n, CancellationToken cancellationToken) =>
        FollowChunk.Read((await NodeReads.DataAsync(client, ZnodeLayout.FollowChunk(node, n), null, cancellationToken))?.Data).Value;
}
