using System.Collections.Concurrent;

namespace ChefActors.ZooKeeper.Connections;

/// <summary>
/// Requests that were answered, for the next ones of the same kind of answer: what a request costs is what its caller keeps. One pool for all
/// sessions of the process, so that an idle one holds nothing.
/// </summary>
internal sealed class RequestPool<T>
{
    /// <summary>No more than may be in flight at one connection by default.</summary>
    private const int KeptAtMost = 1000;

    private readonly ConcurrentQueue<PendingRequest<T>> _free = new();
    private int _kept;

    private RequestPool()
    {
    }

    /// <summary>The only one.</summary>
    public static RequestPool<T> Shared { get; } = new();

    /// <summary>A request as its constructor makes it.</summary>
    public PendingRequest<T> Rent(int type, string? path, ReplyParser<T> parser, Chroot chroot, ErrorCode accepts = ErrorCode.Ok)
    {
        if (!_free.TryDequeue(out var request)) return new PendingRequest<T>(type, path, parser, chroot, accepts) { Pool = this };
        Interlocked.Decrement(ref _kept);
        request.Reuse(type, path, parser, chroot, accepts);
        return request;
    }

    /// <summary>Nobody but the pool holds it.</summary>
    public void Return(PendingRequest<T> request)
    {
        if (Interlocked.Increment(ref _kept) <= KeptAtMost) _free.Enqueue(request);
        else Interlocked.Decrement(ref _kept);
    }
}
