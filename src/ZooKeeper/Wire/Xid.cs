namespace ChefActors.ZooKeeper.Wire;

/// <summary>Request numbers with a meaning of their own; others count from 1.</summary>
internal static class Xid
{
    public const int Notification = -1;
    public const int Ping = -2;
    public const int Auth = -4;
    public const int SetWatches = -8;

    /// <summary>The number after <paramref name="xid"/>: never 0 or less.</summary>
    public static int Next(int xid) => xid == int.MaxValue ? 1 : xid + 1;
}
