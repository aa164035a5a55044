using ChefActors.ZooKeeper;

namespace ChefActors.Controller.Fleet;

/// <summary>
/// When a transaction took place, as far as other znodes tell. ZooKeeper keeps no time for the deletion of a child, only its zxid in the
/// parent's <c>pzxid</c>; every Stat that was read is a pair of zxid and time, and both only grow.
/// </summary>
internal sealed class ZxidClock
{
    private readonly SortedList<long, long> known = [];

    /// <summary>Takes in the pairs of one Stat.</summary>
    public void Add(Stat stat)
    {
        known[stat.Czxid] = stat.Ctime;
        known[stat.Mzxid] = stat.Mtime;
    }

    /// <summary>A time by which the transaction had taken place: that of the first known write from it on. Null when there is none.</summary>
    public DateTimeOffset? NotAfter(long zxid)
    {
        var (low, high) = (0, known.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (known.GetKeyAtIndex(middle) < zxid) low = middle + 1;
            else high = middle;
        }

        return low < known.Count ? DateTimeOffset.FromUnixTimeMilliseconds(known.GetValueAtIndex(low)) : null;
    }
}
