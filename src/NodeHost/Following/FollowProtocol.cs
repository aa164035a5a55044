using ChefActors.Core.Following;
using ChefActors.ZooKeeper;

namespace ChefActors.NodeHost.Following;

/// <summary>What a look at the znodes, or a write to them, found.</summary>
internal static class FollowProtocol
{
    /// <summary>The lease as it was read; null: there is none.</summary>
    internal sealed record LeaseRead(Stat? Lease);

    /// <summary>A turn is over.</summary>
    /// <param name="Ring">The ring after it; null: there is no output to follow yet.</param>
    /// <param name="Standing">Numbers of the ring's znodes that are there.</param>
    /// <param name="IsOver">The last chunk of the run is in.</param>
    /// <param name="Written">The Stat of a write, where the server tells it.</param>
    internal sealed record Turned(FollowRing? Ring, IReadOnlySet<int> Standing, bool IsOver, Stat? Written);
}
