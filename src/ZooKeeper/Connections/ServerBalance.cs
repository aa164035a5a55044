namespace ChefActors.ZooKeeper.Connections;

/// <summary>
/// Spreads clients evenly when the list of servers changes, each deciding for itself by chance (as the official client does; the idea is in
/// ZOOKEEPER-1355). With S servers before, T after and K in both, an even load falls or rises from 1/S to 1/T of all clients:
/// <code>
///                current server kept               current server gone
/// T above S      to a new one with 1 - S/T         to a new one
/// T up to S      stays                             to a kept one with K(S-T) / (T(S-K)), else to a new one
/// </code>
/// </summary>
internal static class ServerBalance
{
    /// <summary>What the client does that is connected to <paramref name="current"/>; <paramref name="chance"/> is in [0, 1).</summary>
    public static ServerChoice Decide(IReadOnlySet<ServerAddress> before, IReadOnlySet<ServerAddress> after, ServerAddress current, double chance)
    {
        double s = before.Count, t = after.Count, k = after.Count(before.Contains);
        if (after.Contains(current)) return t > s && before.Contains(current) && chance < 1 - (s / t) ? ServerChoice.New : ServerChoice.Stay;
        if (k == 0) return ServerChoice.New;
        if (k == t) return ServerChoice.Kept;

        // A server that is in neither list was left by an earlier change: any of the list will do.
        if (!before.Contains(current)) return chance < k / t ? ServerChoice.Kept : ServerChoice.New;
        return t <= s && chance < k * (s - t) / (t * (s - k)) ? ServerChoice.Kept : ServerChoice.New;
    }
}
