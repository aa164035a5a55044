namespace ChefActors.ZooKeeper.Recipes;

/// <summary>
/// A lock that one holder at a time has, by ephemeral sequential znodes below a path: who has the lowest number holds it, each of the others
/// watches the one before it, so that a release wakes one waiter (Apache's recipe "Locks"). It is not reentrant. Any number of locks may share a client.
/// </summary>
/// <remarks>
/// No lock over a network can keep a process that was frozen from believing that it still holds it. What must not be done by two is done with
/// <see cref="LockLease.FencingToken"/>: the protected resource refuses a token lower than one that it has seen. Without that, heed <see cref="LockLease.Lost"/>.
/// </remarks>
public sealed class ZooKeeperLock
{
    private const string Prefix = "lock-";
    private readonly IZooKeeperClient _client;
    private readonly TimeProvider _time;

    /// <summary>A lock; nothing is written before somebody wants it.</summary>
    /// <param name="client">The session that will hold it.</param>
    /// <param name="path">The lock's znode; it is made when it is missing, its parents are not. It must have no other children.</param>
    /// <param name="time">For <see cref="LockLease.Lost"/>; null: the system's.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is no path, or is the root.</exception>
    public ZooKeeperLock(IZooKeeperClient client, string path, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        ZnodePath.Validate(path);
        if (path == "/") throw new ArgumentException("'/' can be no lock: it has other children", nameof(path));
        (_client, Path, _time) = (client, path, time ?? TimeProvider.System);
    }

    /// <summary>The lock's znode.</summary>
    public string Path { get; }

    /// <summary>Waits for its turn, in the order in which the servers saw the wishes.</summary>
    /// <param name="data">What others can read of the holder and of those that wait.</param>
    /// <param name="cancellationToken">Stops waiting; the place in the queue is given up.</param>
    /// <exception cref="SessionExpiredException">The session ended.</exception>
    /// <exception cref="NoNodeException">The parent of <see cref="Path"/> does not exist.</exception>
    public async Task<LockLease> AcquireAsync(byte[]? data = null, CancellationToken cancellationToken = default)
    {
        var place = await LockPlace.TakeAsync(_client, Path, Prefix, data, cancellationToken);
        try
        {
            while (await PredecessorAsync(place, cancellationToken) is { } predecessor) await GoneAsync(predecessor, cancellationToken);
            return await LockLease.HoldAsync(_client, place, _time, cancellationToken);
        }
        catch
        {
            await place.GiveUpAsync(_client);
            throw;
        }
    }

    /// <summary>The lock if it is free now, else null.</summary>
    /// <inheritdoc cref="AcquireAsync"/>
    public async Task<LockLease?> TryAcquireAsync(byte[]? data = null, CancellationToken cancellationToken = default)
    {
        var place = await LockPlace.TakeAsync(_client, Path, Prefix, data, cancellationToken);
        try
        {
            if (await PredecessorAsync(place, cancellationToken) is null) return await LockLease.HoldAsync(_client, place, _time, cancellationToken);
        }
        catch
        {
            await place.GiveUpAsync(_client);
            throw;
        }

        await place.GiveUpAsync(_client);
        return null;
    }

    /// <summary>Data of the holder and then of those that wait, in their order; empty when nobody wants it.</summary>
    public async Task<IReadOnlyList<byte[]?>> QueueAsync(CancellationToken cancellationToken = default)
    {
        var data = new List<byte[]?>();
        foreach (var name in LockQueue.Order(await NamesAsync(cancellationToken)))
        {
            try
            {
                data.Add((await LossTolerant.RepeatAsync(() => _client.GetDataAsync($"{Path}/{name}", null, cancellationToken))).Data);
            }
            catch (NoNodeException)
            {
                // It left since the list was read.
            }
        }

        return data;
    }

    /// <summary>Whom this place waits for; null: nobody.</summary>
    private async Task<string?> PredecessorAsync(LockPlace place, CancellationToken cancellationToken)
    {
        var standing = LockQueue.Before(await NamesAsync(cancellationToken), place.Name);
        if (!standing.IsThere) throw new LockLostException(Path, "its own znode was deleted while it waited; only a lock's holders and waiters may touch what is below it");
        return standing.Predecessor is { } name ? $"{Path}/{name}" : null;
    }

    private async Task<IReadOnlyList<string>> NamesAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await LossTolerant.RepeatAsync(() => _client.GetChildrenAsync(Path, null, cancellationToken))).Names;
        }
        catch (NoNodeException)
        {
            return [];
        }
    }

    private async Task GoneAsync(string predecessor, CancellationToken cancellationToken)
    {
        var changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var there = await LossTolerant.RepeatAsync(() => _client.ExistsAsync(
            predecessor,
            _ =>
            {
                changed.TrySetResult();
                return ValueTask.CompletedTask;
            },
            cancellationToken));

        // Whatever happened, the list is read again: another one may stand before us now.
        if (there is not null) await changed.Task.WaitAsync(cancellationToken);
    }
}
