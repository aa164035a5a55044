using ChefActors.ZooKeeper.Embedded.Requests;
using ChefActors.ZooKeeper.Embedded.Sessions;
using ChefActors.ZooKeeper.Embedded.Storage;
using ChefActors.ZooKeeper.Embedded.Storage.Recovery;
using ChefActors.ZooKeeper.Embedded.Storage.Snapshots;
using ChefActors.ZooKeeper.Embedded.Tests.Tree;
using ChefActors.ZooKeeper.Embedded.Tree;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChefActors.ZooKeeper.Embedded.Tests.Storage;

/// <summary>
/// One life of a store under random transactions and snapshots, until the disk breaks or the history ends. Remembers the tree after every
/// transaction, and up to which it was told that all is safe.
/// </summary>
internal sealed class StoredHistory
{
    private readonly PowerLossDisk _disk;
    private readonly Random _random;
    private readonly List<string> _images;
    private long _safe;
    private volatile Exception? _failure;

    /// <param name="disk">Where it lives.</param>
    /// <param name="seed">Decides everything but when syncs end.</param>
    /// <param name="images">Trees by zxid, from lives before.</param>
    public StoredHistory(PowerLossDisk disk, int seed, List<string> images) => (_disk, _random, _images) = (disk, new Random(seed), images);

    /// <summary>Everything up to here was acknowledged.</summary>
    public long Safe => Volatile.Read(ref _safe);

    /// <summary>Opens, checks what it finds against what was promised, and goes on for so many steps.</summary>
    /// <param name="promised">What the life before acknowledged.</param>
    /// <param name="steps">Transactions; the disk may break before.</param>
    public async Task LiveAsync(long promised, int steps)
    {
        OpenedStore opened;
        try
        {
            opened = new StoreOpening(_disk, NullLogger.Instance).Open();
        }
        catch (ZooKeeperStorageException problem) when (problem.InnerException is IOException { Message: "broken" })
        {
            // It broke while it was opened: nothing was promised beyond what was.
            _safe = promised;
            return;
        }

        var (image, zxid) = (opened.Image, opened.Image.LastZxid);
        Assert.InRange(zxid, promised, _images.Count - 1);
        Assert.Equal(_images[(int)zxid], TreeImage.Of(image.Tree));
        _images.RemoveRange((int)zxid + 1, _images.Count - (int)zxid - 1);
        _safe = zxid;
        var journal = new StoreJournal();
        image.Tree.Observer = journal;
        var store = new Store(_disk, opened, journal, new SnapshotPolicy(7, 1 << 20), safe => Volatile.Write(ref _safe, safe), problem => _failure = problem, NullLogger.Instance, logBytesLimit: 5000);
        var state = new ServerState(image.Tree, new SessionTable(1, new byte[16], 100, 100, 1000), new ServerClock(TimeProvider.System), zxid, journal);
        for (var i = 0; i < steps && _failure is null; i++)
        {
            Step(state);
            if (_random.Next(3) == 0) store.Submit(state.LastZxid);
            if (_random.Next(4) == 0) await CaughtUpAsync(store, state);
            if (!store.SnapshotIsDue) continue;
            store.Submit(state.LastZxid);

            // Pieces are taken where the request loop would: between transactions.
            store.BeginSnapshot(new SnapshotCapture(state.Tree, [], state.LastZxid, 0), piece =>
            {
                lock (state) return Task.FromResult(piece());
            });
        }

        if (_failure is null && _random.Next(2) == 0) await CaughtUpAsync(store, state);
        await store.SnapshotAsync();
    }

    private void Step(ServerState state)
    {
        string[] paths = ["/a", "/b", "/a/x", "/a/y", "/b/x"];
        var path = paths[_random.Next(paths.Length)];
        lock (state)
        {
            var zxid = state.NextZxid();
            ZnodeOperation operation = _random.Next(4) switch
            {
                0 => new ZnodeOperation.Delete(path),
                1 => new ZnodeOperation.SetData(path, new byte[_random.Next(2000)]),
                _ => new ZnodeOperation.Create(path, [1], _random.Next(3) == 0 ? CreateMode.Ephemeral : CreateMode.Persistent),
            };
            if (_random.Next(10) == 0) state.Tree.CloseSession(1, zxid);
            else state.Tree.Apply(TreeCaller.Anonymous(1), zxid, zxid, [operation]);
            _images.Add(TreeImage.Of(state.Tree));
        }
    }

    private async Task CaughtUpAsync(Store store, ServerState state)
    {
        store.Submit(state.LastZxid);
        await Testing.Eventually.BecomesTrue(() => Safe >= state.LastZxid || _failure is not null, "the log has caught up");
    }
}
