using ChefActors.ZooKeeper;

namespace ChefActors.Controller.Ownership;

/// <summary>
/// The owner's now: the time of its latest write by the server's clock, plus the monotonic time since (DELIVERY, section 3).
/// So two machines with different clocks agree on every deadline.
/// </summary>
internal sealed class OwnerClock(TimeProvider time)
{
    private volatile Reference _reference = new(time.GetUtcNow(), time.GetTimestamp(), IsFromServer: false);

    /// <summary>The server's time, as far as it is known here. Before the first write it is this machine's.</summary>
    public DateTimeOffset Now
    {
        get
        {
            var reference = _reference;
            return reference.At + time.GetElapsedTime(reference.Timestamp);
        }
    }

    /// <summary>Whether a write was seen yet.</summary>
    public bool IsSet => _reference.IsFromServer;

    /// <summary>A write's Stat, as soon as its answer is in.</summary>
    public void Observe(Stat stat) => _reference = new Reference(stat.ModifiedAt, time.GetTimestamp(), IsFromServer: true);

    /// <summary>The first Stat that the answer to a transaction holds, if it holds one.</summary>
    public void Observe(TransactionResult result)
    {
        if (!result.Succeeded) return;
        foreach (var operation in result.Operations)
        {
            if (operation.Stat is not { } stat) continue;
            Observe(stat);
            return;
        }
    }

    private sealed record Reference(DateTimeOffset At, long Timestamp, bool IsFromServer);
}
