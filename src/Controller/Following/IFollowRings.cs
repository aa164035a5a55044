using ChefActors.Core.Following;
using ChefActors.Core.Nodes;

namespace ChefActors.Controller.Following;

/// <summary>Leases and rings of nodes whose output is followed. Methods throw <see cref="ChefActors.ZooKeeper.ZooKeeperException"/> when the session is lost.</summary>
internal interface IFollowRings
{
    /// <summary>Renews the lease, or begins it; false: the node never registered.</summary>
    Task<bool> RenewAsync(NodeName node, string by, CancellationToken cancellationToken);

    /// <summary>One znode of the ring; null: it is not there, or holds no chunk.</summary>
    Task<FollowChunk?> ReadAsync(NodeName node, int n, CancellationToken cancellationToken);
}
