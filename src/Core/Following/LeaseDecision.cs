namespace ChefActors.Core.Following;

/// <summary>Whether anybody follows a node. Pure; both times are ZooKeeper's.</summary>
/// <param name="Standing">What to do.</param>
/// <param name="Remaining">How long the lease holds yet; zero unless it is fresh.</param>
public readonly record struct LeaseDecision(LeaseStanding Standing, TimeSpan Remaining)
{
    /// <summary>Decides.</summary>
    /// <param name="renewedAt">When the lease was last written; null: there is none.</param>
    /// <param name="now">Now. A clock that is behind keeps a lease longer, never shorter.</param>
    public static LeaseDecision Of(DateTimeOffset? renewedAt, DateTimeOffset now)
    {
        if (renewedAt is not { } at) return new LeaseDecision(LeaseStanding.None, TimeSpan.Zero);
        var remaining = at + FollowLease.Holds - now;
        if (remaining <= TimeSpan.Zero) return new LeaseDecision(LeaseStanding.Stale, TimeSpan.Zero);

        // A time of after now is that of a clock that was behind; it holds as long as one that was written now.
        return new LeaseDecision(LeaseStanding.Fresh, remaining < FollowLease.Holds ? remaining : FollowLease.Holds);
    }
}
