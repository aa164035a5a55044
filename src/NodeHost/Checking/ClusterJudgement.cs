using ChefActors.Core.Nodes;

namespace ChefActors.NodeHost.Checking;

/// <summary>Whether this ZooKeeper is the cluster that the journal belongs to. Pure.</summary>
internal static class ClusterJudgement
{
    private const string Subject = "cluster";

    /// <summary>Judges.</summary>
    /// <param name="pinned">The cluster id in the journal; null: none yet.</param>
    /// <param name="found">What stands in the znode; null: nothing, or nothing readable.</param>
    /// <param name="fault">Why it cannot be read; null: it can, or is not there.</param>
    /// <param name="name">What the first to come would call it.</param>
    /// <param name="adopts"><c>--adopt-cluster</c> was given.</param>
    internal static CheckLine Of(string? pinned, ClusterIdentity? found, string? fault, string name, bool adopts)
    {
        if (fault is not null) return CheckLine.Fails(Subject, $"the znode /chefactors cannot be read: {fault}", "See what stands in it: a newer version, or somebody's hand");
        if (found is null)
        {
            return pinned is null
                ? CheckLine.Ok(Subject, $"none yet: the first node host or controller makes it, a node host as '{name}'")
                : CheckLine.Warning(Subject, $"none here, but this node belongs to {pinned}", "Check the connection string: a new cluster would be made, and refused by this node without --adopt-cluster");
        }

        if (pinned is null) return CheckLine.Ok(Subject, $"{found.Cluster} ({found.Id}); this node belongs to none yet and joins it at its first start");
        if (pinned == found.Id) return CheckLine.Ok(Subject, $"{found.Cluster} ({found.Id}), the one that this node belongs to");
        return adopts
            ? CheckLine.Warning(Subject, $"{found.Cluster} ({found.Id}); this node belongs to {pinned} and would change over (--adopt-cluster)", "Give that flag for one start only")
            : CheckLine.Fails(Subject, $"{found.Cluster} ({found.Id}), but this node belongs to {pinned}", "Check the connection string, or start once with --adopt-cluster");
    }
}
