using System.Collections.Immutable;

namespace ChefActors.ZooKeeper.Recipes;

/// <summary>
/// A znode and all below it, in memory, kept by one recursive watch (servers since 3.6). It follows the servers in order and may be behind them, never
/// beside: what was missed while no server answered is read again as soon as one does, also when a watch was too slow to tell all.
/// </summary>
/// <remarks>Lists of children follow from the paths. Not cached: Stat, as a parent's changes without an event.</remarks>
public sealed class TreeCache : IAsyncDisposable
{
    private readonly IZooKeeperClient _client;
    private readonly IWatchSubscription _watch;
    private readonly TreeImage _image = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private int _outages;
    private bool _isDisposed;
    private TaskCompletionSource _inSync = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile ImmutableSortedDictionary<string, CachedZnode> _znodes = ImmutableSortedDictionary.Create<string, CachedZnode>(StringComparer.Ordinal);

    private TreeCache(IZooKeeperClient client, IWatchSubscription watch)
    {
        (_client, _watch, Root) = (client, watch, watch.Path);
        _client.StateChanged += OnState;
        Completion = Task.Run(FollowAsync);
    }

    /// <summary>Raised for each change, in order, by the cache itself: a slow handler delays the cache, so hand it on. It must not throw.</summary>
    public event Action<TreeChange>? Changed;

    /// <summary>The znode whose tree this is; it need not exist.</summary>
    public string Root { get; }

    /// <summary>All that was there when the servers were last heard, by path.</summary>
    public IReadOnlyDictionary<string, CachedZnode> Znodes => _znodes;

    /// <summary>A server answers, and all that it told was taken in. False says nothing about the content, only that it may be old.</summary>
    public bool IsInSync => InSync.IsCompletedSuccessfully;

    /// <summary>Ends when the cache does: disposed, or with the session. Fails with what ended it otherwise.</summary>
    public Task Completion { get; }

    /// <summary>Sets the watch and begins to read; returns once all was read for the first time.</summary>
    /// <param name="client">The session. The cache ends with it; a new session needs a new cache.</param>
    /// <param name="root">The znode; it need not exist.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="UnimplementedException">The server is older than 3.6.</exception>
    /// <exception cref="NoAuthException">A znode of the tree may not be read.</exception>
    public static async Task<TreeCache> StartAsync(IZooKeeperClient client, string root, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        var cache = new TreeCache(client, await client.AddWatchAsync(root, WatchMode.PersistentRecursive, cancellationToken));
        try
        {
            await cache.InSyncAsync(cancellationToken);
            return cache;
        }
        catch
        {
            await cache.DisposeAsync();
            throw;
        }
    }

    /// <summary>A znode; null: it is not there.</summary>
    public CachedZnode? Find(string path) => _znodes.GetValueOrDefault(path);

    /// <summary>Waits until <see cref="IsInSync"/>.</summary>
    /// <exception cref="SessionExpiredException">The session ended.</exception>
    public async Task InSyncAsync(CancellationToken cancellationToken = default)
    {
        if (await Task.WhenAny(InSync, Completion).WaitAsync(cancellationToken) != Completion) return;
        await Completion;
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        throw new SessionExpiredException("cache", Root, outcomeUnknown: false);
    }

    /// <summary>Takes the watch back. <see cref="Znodes"/> stays as it was last.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true)) return;
        await _stop.CancelAsync();
        _client.StateChanged -= OnState;
        await Completion.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            await _watch.DisposeAsync();
        }
        catch (ZooKeeperException)
        {
            // The session is over, or its connection: the server's watch goes with it.
        }

        _stop.Dispose();
    }

    private Task InSync
    {
        get
        {
            lock (_gate) return _inSync.Task;
        }
    }

    private void OnState(SessionState state)
    {
        if (state != SessionState.Connected) NotInSync();
    }

    private async Task FollowAsync()
    {
        try
        {
            await ReadAllAsync();
            await foreach (var seen in _watch.WithCancellation(_stop.Token))
            {
                if (seen is { Type: WatchEventType.None, State: SessionState.Connected }) throw new UnimplementedException("addWatch", Root);
                if (seen.Type == WatchEventType.None) break;
                if (seen.Type == WatchEventType.Resync) await ReadAllAsync();
                else Apply(_image.Read(seen.Path, seen.Type == WatchEventType.NodeDeleted ? null : await ReadAsync(seen.Path)));
            }
        }
        catch (Exception e) when (e is SessionExpiredException || (e is OperationCanceledException && _stop.IsCancellationRequested))
        {
            // The end.
        }
        finally
        {
            NotInSync();
        }
    }

    private async Task ReadAllAsync()
    {
        var outages = NotInSync();

        // A server that was just connected to may be behind the one before.
        await LossTolerant.RepeatAsync(async () =>
        {
            await _client.SyncAsync(Root, _stop.Token);
            return true;
        });
        var all = new Dictionary<string, CachedZnode>(StringComparer.Ordinal);
        var level = new List<string> { Root };
        while (level.Count > 0)
        {
            var below = new List<string>();
            foreach (var some in level.Chunk(500))
            {
                foreach (var (path, znode, children) in await Task.WhenAll(some.Select(ReadWithChildrenAsync)))
                {
                    if (znode is null) continue;
                    all[path] = znode;
                    below.AddRange(children.Select(name => path == "/" ? "/" + name : $"{path}/{name}"));
                }
            }

            level = below;
        }

        Apply(_image.ReadAll(all));

        // What happened while it was read stands in the watch's stream, and is read again from there; after an outage a Resync stands there too.
        lock (_gate)
        {
            if (_outages == outages && _client.State == SessionState.Connected) _inSync.TrySetResult();
        }
    }

    private async Task<(string Path, CachedZnode? Znode, IReadOnlyList<string> Children)> ReadWithChildrenAsync(string path)
    {
        if (await ReadAsync(path) is not { } znode) return (path, null, []);
        try
        {
            return (path, znode, (await LossTolerant.RepeatAsync(() => _client.GetChildrenAsync(path, null, _stop.Token))).Names);
        }
        catch (NoNodeException)
        {
            return (path, null, []);
        }
    }

    private async Task<CachedZnode?> ReadAsync(string path)
    {
        try
        {
            var (data, stat) = await LossTolerant.RepeatAsync(() => _client.GetDataAsync(path, null, _stop.Token));
            return new CachedZnode(path, data, stat.Version, stat.Czxid, stat.Mzxid);
        }
        catch (NoNodeException)
        {
            return null;
        }
    }

    private void Apply(IReadOnlyList<TreeChange> changes)
    {
        if (changes.Count == 0) return;
        var builder = _znodes.ToBuilder();
        foreach (var change in changes)
        {
            if (change.After is { } after) builder[after.Path] = after;
            else builder.Remove(change.Before!.Path);
        }

        _znodes = builder.ToImmutable();
        foreach (var change in changes) Changed?.Invoke(change);
    }

    /// <summary>How often it was, which tells one time from the next.</summary>
    private int NotInSync()
    {
        lock (_gate)
        {
            if (_inSync.Task.IsCompleted) _inSync = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return ++_outages;
        }
    }
}
