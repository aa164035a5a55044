using ChefActors.Core.Nodes;
using ChefActors.Core.Znodes;
using ChefActors.NodeHost.Delivery;
using ChefActors.ZooKeeper;

namespace ChefActors.NodeHost.Checking;

/// <summary>
/// Reads what the checks want to know over a session of its own. It changes nothing of a node: its one write is an ephemeral znode, gone again
/// before it returns, whose time of creation is the servers' clock.
/// </summary>
internal sealed class ZooKeeperProbe(NodeName node, TimeProvider time, string markId)
{
    private const ZnodePermissions ReadWrite = ZnodePermissions.Read | ZnodePermissions.Write;
    private const ZnodePermissions Children = ZnodePermissions.Create | ZnodePermissions.Delete;

    /// <summary>Reads all of it.</summary>
    /// <exception cref="ZooKeeperException">The session or the connection went meanwhile.</exception>
    internal async Task<ZooKeeperFinding> LookAsync(IZooKeeperClient client, CancellationToken cancellationToken)
    {
        if (await client.ExistsAsync("/", null, cancellationToken) is null) return new ZooKeeperFinding { IsChrootThere = false, ClockUnknown = "there is no chroot to write in" };
        var finding = await ClockAsync(client, new ZooKeeperFinding { Znodes = await ZnodesAsync(client, cancellationToken) }, cancellationToken);
        finding = await ClusterAsync(client, finding, cancellationToken);
        return await PresenceAsync(client, finding, cancellationToken);
    }

    private async Task<List<ZnodeAccess>> ZnodesAsync(IZooKeeperClient client, CancellationToken cancellationToken)
    {
        var found = new List<ZnodeAccess>();
        var isNodeThere = await client.ExistsAsync(ZnodeLayout.Node(node), null, cancellationToken) is not null;
        foreach (var (path, needed) in new[]
        {
            (ZnodeLayout.Cluster, ZnodePermissions.Read),

            // Its own znode is made below it once; what others are made there is theirs.
            (ZnodeLayout.Nodes, isNodeThere ? ZnodePermissions.None : ZnodePermissions.Create),
            (ZnodeLayout.Node(node), ReadWrite | Children),
            (ZnodeLayout.Inbox(node), ZnodePermissions.Read | Children),
            (ZnodeLayout.Facts(node), ReadWrite),
            (ZnodeLayout.Activity(node), ReadWrite),
            (ZnodeLayout.NodeResult(node), ReadWrite),
        })
        {
            try
            {
                found.Add(new ZnodeAccess(path, needed, (await client.GetAclAsync(path, cancellationToken)).Acl));
            }
            catch (NoNodeException)
            {
                // Made at the first registration.
            }
            catch (NoAuthException)
            {
                found.Add(new ZnodeAccess(path, needed, null));
            }
        }

        return found;
    }

    private async Task<ZooKeeperFinding> ClockAsync(IZooKeeperClient client, ZooKeeperFinding finding, CancellationToken cancellationToken)
    {
        var isNodeThere = finding.Znodes.Any(znode => znode.Path == ZnodeLayout.Node(node));
        var (before, began) = (time.GetUtcNow(), time.GetTimestamp());
        try
        {
            var mark = await client.CreateAsync(ZnodeLayout.CheckMark(isNodeThere ? node : null, markId), [], CreateMode.Ephemeral, null, cancellationToken);
            var half = time.GetElapsedTime(began) / 2;
            await client.DeleteAsync(mark.Path, -1, cancellationToken);
            return finding with { ClockAhead = before + half - DateTimeOffset.FromUnixTimeMilliseconds(mark.Stat.Ctime), ClockUncertainty = half };
        }
        catch (ZooKeeperException e) when (e is NoAuthException or NoNodeException)
        {
            return finding with { ClockUnknown = "no znode may be made" + (isNodeThere ? " below this node's" : " at the root") };
        }
    }

    private static async Task<ZooKeeperFinding> ClusterAsync(IZooKeeperClient client, ZooKeeperFinding finding, CancellationToken cancellationToken)
    {
        try
        {
            if (await client.TryGetDataAsync(ZnodeLayout.Cluster, cancellationToken) is not { } znode) return finding;
            var reading = PayloadCodec.Read(znode.Data ?? [], PayloadJson.Default.ClusterIdentity);
            return finding with { Cluster = reading.Value, ClusterFault = reading.Error?.Text };
        }
        catch (NoAuthException)
        {
            return finding with { ClusterFault = "these credentials may not read it" };
        }
    }

    private async Task<ZooKeeperFinding> PresenceAsync(IZooKeeperClient client, ZooKeeperFinding finding, CancellationToken cancellationToken)
    {
        try
        {
            return await client.TryGetDataAsync(ZnodeLayout.Alive(node), cancellationToken) is { } alive
                ? finding with { IsAlive = true, Presence = PayloadCodec.Read(alive.Data ?? [], PayloadJson.Default.Presence).Value }
                : finding;
        }
        catch (NoAuthException)
        {
            return finding with { IsAlive = true };
        }
    }
}
