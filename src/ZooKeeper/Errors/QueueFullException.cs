namespace ChefActors.ZooKeeper;

/// <summary>Too much waits to be written already (<see cref="ZooKeeperOptions.MaxQueued"/>, <see cref="ZooKeeperOptions.MaxQueuedBytes"/>); it was not sent.</summary>
public sealed class QueueFullException(string operation, string? path, int waiting)
    : ZooKeeperException(ErrorCode.ThrottledOp, operation, path, $"{waiting} requests wait to be written already; not sent")
{
    /// <summary>Requests that wait.</summary>
    public int Waiting { get; } = waiting;
}
