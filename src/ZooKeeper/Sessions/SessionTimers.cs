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

    /// <summary>For one attempt at one server.</summary>
    public TimeSpan ConnectTimeout(int servers) => SessionTimeout / Math.Max(1, servers);

    /// <summary>When to look at a connection again: at the next ping or the read time-out.</summary>
    public TimeSpan NextLook(TimeSpan sinceHeard, TimeSpan sinceWritten)
    {
        var next = TimeSpan.FromTicks(Math.Min((ReadTimeout - sinceHeard).Ticks, (PingAfter - sinceWritten).Ticks));
        return next > TimeSpan.FromMilliseconds(1) ? next : TimeSpan.FromMilliseconds(1);
    }
}
