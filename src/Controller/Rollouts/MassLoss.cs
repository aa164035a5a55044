namespace ChefActors.Controller.Rollouts;

/// <summary>
/// When a large part of the fleet vanishes at once, the network or ZooKeeper is the likelier cause: a rollout holds instead of counting failures
/// (CONTRACT, section 5). The hold is bounded, so that a rollout ends even if no node ever returns (DELIVERY, I12).
/// </summary>
internal static class MassLoss
{
    /// <summary>Up to so many missing nodes are no mass loss, however few are outstanding.</summary>
    public const int NodesAtLeast = 10;

    /// <summary>Up to this part of the outstanding nodes is no mass loss.</summary>
    public const int Percent = 20;

    /// <summary>The longest hold, in graces.</summary>
    public const int GracesAtMost = 10;

    /// <summary>Whether so many of the outstanding nodes being gone at the same moment is a mass loss.</summary>
    public static bool Is(int gone, int outstanding) => gone > Math.Max(NodesAtLeast, ((outstanding * Percent) + 99) / 100);

    /// <summary>Until when a hold that begins now lasts.</summary>
    public static DateTimeOffset HoldUntil(DateTimeOffset now, TimeSpan grace) => now + (grace * GracesAtMost);
}
