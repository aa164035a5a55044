using ChefActors.Core.Nodes;
using ChefActors.Core.Znodes;
using ChefActors.ZooKeeper;

namespace ChefActors.Controller.Aggregation;

/// <summary>The cluster's identity and the parents of everything, made by whoever comes first.</summary>
internal static class ClusterStore
{
    /// <summary>The identity, or null when nobody came yet.</summary>
    /// <exception cref="InvalidDataException">There is one that cannot be read, or of a later version.</exception>
    public static async Task<ClusterIdentity?> ReadAsync(IZooKeeperClient client, CancellationToken cancellationToken)
    {
        if (await NodeReads.DataAsync(client, ZnodeLayout.Cluster, null, cancellationToken) is not { } znode) return null;
        var reading = PayloadCodec.Read(znode.Data ?? [], PayloadJson.Default.ClusterIdentity);
        return reading.IsValid ? reading.Value : throw new InvalidDataException($"{ZnodeLayout.Cluster}: {reading.Error.Text}");
    }

    /// <summary>The identity; made when it is missing, together with the chroot's last element and the parents.</summary>
    /// <param name="client">Any session.</param>
    /// <param name="name">The name to give, for people.</param>
    /// <param name="newId">The id to give: random.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static async Task<ClusterIdentity> EnsureAsync(IZooKeeperClient client, string name, string newId, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await ReadAsync(client, cancellationToken) is { } identity) return identity;
            await EnsureParentsAsync(client, cancellationToken);
            var data = PayloadCodec.Write(new ClusterIdentity(1, name, newId), PayloadJson.Default.ClusterIdentity);
            await CreateAsync(client, ZnodeLayout.Cluster, data, cancellationToken);
        }
    }

    /// <summary><c>/node</c>, <c>/rollout</c>, <c>/controller</c>, <c>/pace</c> and <c>/event</c>, where they are missing.</summary>
    /// <exception cref="NoNodeException">The chroot has a parent that does not exist.</exception>
    public static async Task EnsureParentsAsync(IZooKeeperClient client, CancellationToken cancellationToken)
    {
        foreach (var path in (string[])[ZnodeLayout.Nodes, ZnodeLayout.Rollouts, ZnodeLayout.Controllers, ZnodeLayout.Paces, ZnodeLayout.Events])
        {
            try
            {
                await CreateAsync(client, path, [], cancellationToken);
            }
            catch (NoNodeException)
            {
                await CreateAsync(client, "/", [], cancellationToken);
                await CreateAsync(client, path, [], cancellationToken);
            }
        }
    }

    private static async Task CreateAsync(IZooKeeperClient client, string path, byte[] data, CancellationToken cancellationToken)
    {
        try
        {
            await client.CreateAsync(path, data, cancellationToken: cancellationToken);
        }
        catch (NodeExistsException)
        {
            // Somebody was faster, or it was there.
        }
    }
}
