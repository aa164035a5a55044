using ChefActors.ZooKeeper;

namespace ChefActors.Core.Nodes;

/// <summary>Payload of <c>/chefactors</c>: made by whoever comes first.</summary>
/// <param name="V">Payload version.</param>
/// <param name="Cluster">Its name, for people.</param>
/// <param name="Id">Random; a node refuses another cluster's until told to adopt it.</param>
public sealed record ClusterIdentity(int V, string Cluster, string Id)
{
    /// <summary>The name of a cluster that nobody named: the last part of the chroot, else <c>default</c>. The same on both sides, as either may come first.</summary>
    public static string NameFor(ConnectionString zooKeeper)
    {
        ArgumentNullException.ThrowIfNull(zooKeeper);
        return zooKeeper.Chroot.Length == 0 ? "default" : zooKeeper.Chroot[(zooKeeper.Chroot.LastIndexOf('/') + 1)..];
    }
}
