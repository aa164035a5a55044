namespace ChefActors.Core.Following;

/// <summary>
/// Payload of <c>/node/&lt;name&gt;/follow</c>. Whoever writes it renews the lease: what counts is the time of that write by ZooKeeper's clock, so two
/// consoles that follow one node need not know of each other, the later write holds for both. The rest is for people.
/// </summary>
/// <param name="V">Payload version.</param>
/// <param name="By">Who follows, as <c>user@host</c>: the last who wrote.</param>
public sealed record FollowLease(int V, string By)
{
    /// <summary>How long a write holds.</summary>
    public static TimeSpan Holds { get; } = TimeSpan.FromSeconds(60);

    /// <summary>How often a console writes.</summary>
    public static TimeSpan RenewEvery { get; } = TimeSpan.FromSeconds(20);
}
