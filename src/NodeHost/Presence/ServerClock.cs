using ChefActors.ZooKeeper;

namespace ChefActors.NodeHost.Presence;

/// <summary>
/// ZooKeeper's time, as far as it is known here: the time of the latest Stat of a write and monotonic time since. Never ahead of it: what was read late
/// only makes it slower. The machine's own clock has no part in it.
/// </summary>
internal sealed class ServerClock(TimeProvider time)
{
    private DateTimeOffset? _at;
    private long _timestamp;

    /// <summary>Now; null: nothing was seen yet.</summary>
    internal DateTimeOffset? Now => _at is { } at ? at + time.GetElapsedTime(_timestamp) : null;

    /// <summary>A Stat that was just read or that a write just gave.</summary>
    internal void Observe(Stat stat)
    {
        if (Now is { } now && stat.ModifiedAt <= now) return;
        (_at, _timestamp) = (stat.ModifiedAt, time.GetTimestamp());
    }
}
