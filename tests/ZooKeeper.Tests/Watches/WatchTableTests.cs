using ChefActors.ZooKeeper.Watches;

namespace ChefActors.ZooKeeper.Tests.Watches;

public sealed class WatchTableTests
{
    private readonly WatchTable _table = new();

    [Theory]
    [InlineData(WatchEventType.NodeCreated, true, true, false)]
    [InlineData(WatchEventType.NodeDataChanged, true, true, false)]
    [InlineData(WatchEventType.NodeDeleted, true, true, true)]
    [InlineData(WatchEventType.NodeChildrenChanged, false, false, true)]
    [InlineData(WatchEventType.None, false, false, false)]
    public void An_event_fires_the_kinds_that_it_concerns_and_leaves_the_others(WatchEventType type, bool data, bool exist, bool child)
    {
        _table.Add(WatchKind.Data, "/a", Named(0));
        _table.Add(WatchKind.Exist, "/a", Named(1));
        _table.Add(WatchKind.Child, "/a", Named(2));
        var expected = (data ? 1 : 0) + (exist ? 1 : 0) + (child ? 1 : 0);
        Assert.Equal(expected, _table.Fire(type, "/a").Count);
        Assert.Empty(_table.Fire(type, "/a"));
        Assert.Equal(3 - expected, _table.Count);
    }

    [Fact]
    public void Several_handlers_of_a_path_fire_in_order_each_once()
    {
        var (first, second) = (Named(1), Named(2));
        foreach (var handler in (WatchHandler[])[first, second, first]) _table.Add(WatchKind.Data, "/a", handler);
        _table.Add(WatchKind.Child, "/a", first);
        Assert.Equal([first, second], _table.Fire(WatchEventType.NodeDeleted, "/a"));
    }

    [Fact]
    public void Draining_takes_each_path_once()
    {
        _table.Add(WatchKind.Data, "/a", Named(1));
        _table.Add(WatchKind.Child, "/a", Named(2));
        _table.Add(WatchKind.Exist, "/b", Named(3));
        Assert.Equal([("/a", 2), ("/b", 1)], _table.Drain().Select(entry => (entry.Path, entry.Handlers.Count)));
        Assert.Equal(0, _table.Count);
    }

    [Fact]
    public void Setting_watches_again_is_cut_into_chunks_that_hold_every_path_once()
    {
        for (var i = 0; i < 1000; i++) _table.Add((WatchKind)(i % 3), $"/node/{i:0000}", Named(i));
        var chunks = SetWatchesChunker.Chunks(_table, 9, chunkBytes: 500).ToList();
        Assert.All(chunks, chunk => Assert.InRange(chunk.Data.Concat(chunk.Exist).Concat(chunk.Child).Sum(path => path.Length + 4), 1, 500));
        Assert.Equal(1000, chunks.SelectMany(chunk => chunk.Data.Concat(chunk.Exist).Concat(chunk.Child)).Distinct().Count());
    }

    private static WatchHandler Named(int number) => e => number < 0 ? throw new InvalidOperationException(e.Path) : default;
}
