namespace ChefActors.ZooKeeper.Recipes;

/// <summary>One place in a lock's queue: an ephemeral sequential znode whose name holds an id of ours, so that it is found again after a lost reply.</summary>
/// <param name="Lock">The lock's znode.</param>
/// <param name="Name">The place's name below it.</param>
/// <param name="Czxid">The transaction that made it.</param>
internal sealed record LockPlace(string Lock, string Name, long Czxid)
{
    /// <summary>Its path.</summary>
    internal string Path => $"{Lock}/{Name}";

    /// <summary>Takes a place at the end, exactly one whatever replies are lost.</summary>
    internal static async Task<LockPlace> TakeAsync(IZooKeeperClient client, string @lock, string prefix, byte[]? data, CancellationToken cancellationToken)
    {
        var mine = $"{prefix}{Guid.NewGuid():N}-";
        try
        {
            return await CreateAsync(client, @lock, mine, data, cancellationToken);
        }
        catch
        {
            // Cancelled, or out of luck otherwise: a place that was made all the same would block everyone behind it until this session ends.
            await RemoveLostAsync(client, @lock, mine);
            throw;
        }
    }

    /// <summary>Deletes it, if that can be done; else it goes with its session.</summary>
    internal async Task GiveUpAsync(IZooKeeperClient client)
    {
        try
        {
            await LossTolerant.RepeatAsync(async () =>
            {
                await client.DeleteAsync(Path);
                return true;
            });
        }
        catch (Exception e) when (e is NoNodeException or SessionExpiredException)
        {
            // It is gone.
        }
    }

    private static async Task<LockPlace> CreateAsync(IZooKeeperClient client, string @lock, string mine, byte[]? data, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                var created = await client.CreateAsync($"{@lock}/{mine}", data, CreateMode.EphemeralSequential, cancellationToken: cancellationToken);
                return new LockPlace(@lock, created.Path[(@lock.Length + 1)..], created.Stat.Czxid);
            }
            catch (NoNodeException)
            {
                await MakeAsync(client, @lock, cancellationToken);
            }
            catch (ConnectionLossException)
            {
                if (await FindAsync(client, @lock, mine, cancellationToken) is { } found) return found;
            }
        }
    }

    private static async Task<LockPlace?> FindAsync(IZooKeeperClient client, string @lock, string mine, CancellationToken cancellationToken)
    {
        try
        {
            // A server that we have moved to may be behind the one that did it.
            await LossTolerant.RepeatAsync(async () =>
            {
                await client.SyncAsync(@lock, cancellationToken);
                return true;
            });
            var names = (await LossTolerant.RepeatAsync(() => client.GetChildrenAsync(@lock, null, cancellationToken))).Names;
            if (names.FirstOrDefault(name => name.StartsWith(mine, StringComparison.Ordinal)) is not { } name) return null;
            var stat = await LossTolerant.RepeatAsync(() => client.ExistsAsync($"{@lock}/{name}", null, cancellationToken));
            return stat is { } there ? new LockPlace(@lock, name, there.Czxid) : null;
        }
        catch (NoNodeException)
        {
            return null;
        }
    }

    private static async Task MakeAsync(IZooKeeperClient client, string @lock, CancellationToken cancellationToken)
    {
        try
        {
            await client.CreateAsync(@lock, [], cancellationToken: cancellationToken);
        }
        catch (Exception e) when (e is NodeExistsException or ConnectionLossException)
        {
            // Somebody was first, perhaps ourselves: the next create shows it.
        }
    }

    private static async Task RemoveLostAsync(IZooKeeperClient client, string @lock, string mine)
    {
        try
        {
            if (await FindAsync(client, @lock, mine, CancellationToken.None) is { } lost) await lost.GiveUpAsync(client);
        }
        catch (ZooKeeperException)
        {
            // The session is over, and the place with it, or the lock's znode may not be read: then nothing was made.
        }
    }
}
