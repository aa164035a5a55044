using ChefActors.Core.Nodes;
using PresenceRecord = ChefActors.Core.Nodes.Presence;

namespace ChefActors.NodeHost.Checking;

/// <summary>What was read over a session.</summary>
internal sealed record ZooKeeperFinding
{
    /// <summary>The chroot is there.</summary>
    public bool IsChrootThere { get; init; } = true;

    /// <summary>The cluster's identity; null: none, or none that can be read.</summary>
    public ClusterIdentity? Cluster { get; init; }

    /// <summary>Why it cannot be read.</summary>
    public string? ClusterFault { get; init; }

    /// <summary>There is an <c>alive</c> of this name.</summary>
    public bool IsAlive { get; init; }

    /// <summary>What it says; null: nothing readable.</summary>
    public PresenceRecord? Presence { get; init; }

    /// <summary>The znodes that are there.</summary>
    public IReadOnlyList<ZnodeAccess> Znodes { get; init; } = [];

    /// <summary>How far this clock is ahead; null: not known.</summary>
    public TimeSpan? ClockAhead { get; init; }

    /// <summary>Half of the time that the question took.</summary>
    public TimeSpan ClockUncertainty { get; init; }

    /// <summary>Why the clock is not known.</summary>
    public string? ClockUnknown { get; init; }
}
