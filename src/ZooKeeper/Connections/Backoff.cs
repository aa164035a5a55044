namespace ChefActors.ZooKeeper.Connections;

/// <summary>
/// How long to wait before the next attempt: anything up to a ceiling that doubles with each round through the servers, so that thousands of
/// clients of a server that went do not come back at once.
/// </summary>
internal readonly record struct Backoff(TimeSpan First, TimeSpan Limit, int Servers)
{
    /// <summary>The delay before attempt number <paramref name="attempt"/> (from 0) since the connection went; <paramref name="chance"/> is in [0, 1).</summary>
    public TimeSpan Delay(int attempt, TimeSpan sessionTimeout, double chance) => Ceiling(attempt, sessionTimeout) * chance;

    /// <summary>The longest delay before that attempt: several attempts must fit into a session's life.</summary>
    public TimeSpan Ceiling(int attempt, TimeSpan sessionTimeout)
    {
        var rounds = Math.Min(20, attempt / Math.Max(1, Servers));
        var limit = Math.Min(Limit.Ticks, sessionTimeout.Ticks / 8);
        return TimeSpan.FromTicks((long)Math.Min(limit, First.Ticks * Math.Pow(2, rounds)));
    }
}
