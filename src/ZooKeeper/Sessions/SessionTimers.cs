namespace ChefActors.ZooKeeper.Sessions;

/// <summary>The times that follow from a session time-out (those of the official client).</summary>
internal readonly record struct SessionTimers(TimeSpan SessionTimeout)
{
    private static readonly TimeSpan _longestSilence = TimeSpan.FromSeconds(10);

    /// <summary>Nothing heard on a connection for so long: it is given up.</summary>
    public TimeSpan ReadTimeout => SessionTimeout * 2 / 3;

    /// <summary>Nothing written for so long: a ping.</summary>
    public TimeSpan PingAfter => ReadTimeout / 2 < _longestSilence ? ReadTimeout / 2 : _longestSilence;

    /// <summary>No server heard for so long: the session is gone, whatever a server may say later.</summary>
    public TimeSpan ExpireAfter => SessionTimeout * 4 / 3;

    /// <summary>
    /// For one attempt at one server. A server that starts takes connections that it never answers, so the first wait is short; each attempt that had no answer doubles
    /// the patience, as a server with much to do may need it.
    /// </summary>
    /// <param name="servers">How many there are.</param>
    /// <param name="unanswered">Attempts without an answer since the last one that had one.</param>
    public TimeSpan ConnectTimeout(int servers, int unanswered)
    {
        var (longest, patience) = (SessionTimeout / Math.Max(1, servers), SessionTimeout / 5 * (1 << Math.Min(unanswered, 10)));
        return patience < longest ? patience : longest;
    }

    /// <summary>When to look at a connection again: at the next ping or the read time-out.</summary>
    public TimeSpan NextLook(TimeSpan sinceHeard, TimeSpan sinceWritten)
    {
        var next = TimeSpan.FromTicks(Math.Min((ReadTimeout - sinceHeard).Ticks, (PingAfter - sinceWritten).Ticks));
        return next > TimeSpan.FromMilliseconds(1) ? next : TimeSpan.FromMilliseconds(1);
    }
}
