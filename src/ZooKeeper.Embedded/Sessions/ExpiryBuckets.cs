namespace ChefActors.ZooKeeper.Embedded.Sessions;

/// <summary>
/// Sessions by the tick at which they may expire, so that a tick looks at those due and at no others. A session that was heard of in the
/// meantime is not moved at once: whoever takes it puts it back.
/// </summary>
internal sealed class ExpiryBuckets(int tickMs)
{
    private readonly PriorityQueue<long, long> _ticks = new();
    private readonly Dictionary<long, List<Session>> _buckets = [];

    /// <summary>The tick after <paramref name="deadlineMs"/>.</summary>
    public long TickAfter(long deadlineMs) => ((deadlineMs / tickMs) + 1) * tickMs;

    public void Put(Session session, long deadlineMs)
    {
        var tick = TickAfter(deadlineMs);
        if (session.Tick == tick) return;
        session.Tick = tick;
        if (!_buckets.TryGetValue(tick, out var bucket))
        {
            _buckets[tick] = bucket = [];
            _ticks.Enqueue(tick, tick);
        }

        bucket.Add(session);
    }

    /// <summary>Takes out all sessions whose tick has come, the earliest first.</summary>
    public List<Session> TakeDue(long nowMs)
    {
        var due = new List<Session>();
        while (_ticks.TryPeek(out var tick, out _) && tick <= nowMs)
        {
            _ticks.Dequeue();
            if (_buckets.Remove(tick, out var bucket)) Take(tick, bucket, due);
        }

        return due;
    }

    private static void Take(long tick, List<Session> bucket, List<Session> due)
    {
        foreach (var session in bucket)
        {
            if (session.Tick != tick) continue;
            session.Tick = 0;
            due.Add(session);
        }
    }
}
