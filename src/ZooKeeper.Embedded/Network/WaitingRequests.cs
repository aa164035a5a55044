namespace ChefActors.ZooKeeper.Embedded.Network;

/// <summary>
/// Requests of all connections that wait for the request loop. When there are too many, a connection is read only while it has none
/// waiting, so that all come forward and none starves. Any thread.
/// </summary>
/// <param name="limit">Requests.</param>
/// <param name="bytesLimit">Bytes of them.</param>
internal sealed class WaitingRequests(int limit, long bytesLimit)
{
    private int _count;
    private long _bytes;

    public int Count => Volatile.Read(ref _count);

    public bool AreTooMany => Count >= limit || Volatile.Read(ref _bytes) >= bytesLimit;

    public void Add(int bytes)
    {
        Interlocked.Increment(ref _count);
        Interlocked.Add(ref _bytes, bytes);
    }

    public void Remove(int bytes)
    {
        Interlocked.Decrement(ref _count);
        Interlocked.Add(ref _bytes, -bytes);
    }
}
