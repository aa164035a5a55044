namespace ChefActors.ZooKeeper.Recipes;

/// <summary>
/// One leader among those that run it: each waits in the queue of a <see cref="ZooKeeperLock"/> and leads while it holds it. What the lock says of
/// frozen processes and of <see cref="LockLease.FencingToken"/> holds here too.
/// </summary>
public sealed class LeaderLatch
{
    private readonly ZooKeeperLock _lock;
    private readonly byte[] _id;

    /// <summary>Takes no part before <see cref="RunAsync"/>.</summary>
    /// <param name="client">The session that takes part.</param>
    /// <param name="path">The znode of the election; made when it is missing. It must have no other children.</param>
    /// <param name="id">What others read of this one, at most 64 KiB: a name, an address.</param>
    /// <param name="time">See <see cref="ZooKeeperLock"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is no path, or <paramref name="id"/> too long.</exception>
    public LeaderLatch(IZooKeeperClient client, string path, string id, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(id);
        _lock = new ZooKeeperLock(client, path, time);
        _id = System.Text.Encoding.UTF8.GetBytes(id);
        if (_id.Length > 64 * 1024) throw new ArgumentException($"the id has {_id.Length} bytes; allowed: 65536", nameof(id));
    }

    /// <summary>
    /// Takes part until cancelled. Whenever this one leads, <paramref name="lead"/> is called; its token is cancelled when leadership is lost or
    /// <paramref name="cancellationToken"/> is. When it returns, leadership is given up and this one queues again at the end. The next leader
    /// may begin before a <paramref name="lead"/> that ignores its token has ended.
    /// </summary>
    /// <param name="lead">Given the fencing token and the token that ends it. Its exceptions are passed on and end this one's part.</param>
    /// <param name="cancellationToken">Ends this one's part.</param>
    /// <exception cref="SessionExpiredException">The session ended: go on with a new client.</exception>
    public async Task RunAsync(Func<long, CancellationToken, Task> lead, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lead);
        while (true)
        {
            await using var lease = await _lock.AcquireAsync(_id, cancellationToken);
            using var ends = CancellationTokenSource.CreateLinkedTokenSource(lease.Lost, cancellationToken);
            try
            {
                await lead(lease.FencingToken, ends.Token);
            }
            catch (OperationCanceledException) when (lease.Lost.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                // Lost: back to the end of the queue, or out with the session.
            }
        }
    }

    /// <summary>The id of who leads now, by what the server says; null: nobody takes part.</summary>
    public async Task<string?> LeaderAsync(CancellationToken cancellationToken = default) => await ParticipantsAsync(cancellationToken) is [var leader, ..] ? leader : null;

    /// <summary>The ids of all that take part, the leader first, then in the order of succession.</summary>
    public async Task<IReadOnlyList<string>> ParticipantsAsync(CancellationToken cancellationToken = default) =>
        [.. (await _lock.QueueAsync(cancellationToken)).Select(data => System.Text.Encoding.UTF8.GetString(data ?? []))];
}
