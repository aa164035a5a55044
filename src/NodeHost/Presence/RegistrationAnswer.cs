using ChefActors.Core.Nodes;

namespace ChefActors.NodeHost.Presence;

/// <summary>What became of a registration. A closed set.</summary>
internal abstract record RegistrationAnswer
{
    private RegistrationAnswer()
    {
    }

    /// <summary>This node host is there, in this cluster.</summary>
    internal sealed record Registered(ClusterIdentity Cluster) : RegistrationAnswer;

    /// <summary>Another node host has this name.</summary>
    internal sealed record Occupied(string By) : RegistrationAnswer;

    /// <summary>This ZooKeeper is another cluster's than the one this journal belongs to.</summary>
    internal sealed record WrongCluster(ClusterIdentity Found, string Expected) : RegistrationAnswer;

    /// <summary>What stands in <c>/chefactors</c> cannot be read.</summary>
    internal sealed record BadCluster(string Why) : RegistrationAnswer;
}
