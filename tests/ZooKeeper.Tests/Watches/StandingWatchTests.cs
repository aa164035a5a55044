using ChefActors.ZooKeeper.Watches;

namespace ChefActors.ZooKeeper.Tests.Watches;

public sealed class StandingWatchTests
{
    private readonly StandingWatches _watches = new();
    private int _asked;

    [Fact]
    public async Task A_reader_who_is_too_slow_is_told_to_read_again_instead()
    {
        var watch = Watch("/a", buffer: 3);
        for (var i = 0; i < 3; i++) watch.Post(Event(WatchEventType.NodeDataChanged, $"/{i}"));
        watch.Post(Event(WatchEventType.NodeDataChanged, "/3"));
        watch.Post(Event(WatchEventType.NodeDeleted, "/4"));
        watch.End(last: null);
        Assert.Equal([(WatchEventType.Resync, "/a"), (WatchEventType.NodeDeleted, "/4")], (await All(watch)).Select(e => (e.Type, e.Path)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task The_end_is_told_however_full_the_buffer_is(int waiting)
    {
        var watch = Watch("/a", buffer: 2);
        for (var i = 0; i < waiting; i++) watch.Post(Event(WatchEventType.NodeDataChanged, "/a"));
        watch.End(SessionState.Expired);
        watch.Post(Event(WatchEventType.NodeDeleted, "/a"));
        Assert.Equal(new WatchEvent(WatchEventType.None, SessionState.Expired, "/a"), (await All(watch))[^1]);
    }

    [Fact]
    public async Task A_recursive_watch_sees_its_znode_and_all_below_and_nothing_beside()
    {
        var (deep, root, flat) = (Watch("/a", WatchMode.PersistentRecursive), Watch("/", WatchMode.PersistentRecursive), Watch("/a"));
        foreach (var watch in new[] { deep, root, flat }) await _watches.Add(watch, () => Task.FromResult(true));
        foreach (var path in new[] { "/", "/a", "/ab", "/a/b", "/a/b/c" }) _watches.Fire(Event(WatchEventType.NodeDataChanged, path), path);
        _watches.Fire(Event(WatchEventType.NodeChildrenChanged, "/a"), "/a");
        _watches.End(SessionState.Closed);
        Assert.Equal("/a /a/b /a/b/c", await Paths(deep));
        Assert.Equal("/ /a /ab /a/b /a/b/c", await Paths(root));
        Assert.Equal("/a /a", await Paths(flat));
    }

    [Fact]
    public async Task Only_the_last_one_of_a_path_and_mode_asks_the_server()
    {
        var (one, two, other) = (Watch("/a"), Watch("/a"), Watch("/a", WatchMode.PersistentRecursive));
        foreach (var watch in new[] { one, two, other }) await _watches.Add(watch, () => Task.FromResult(true));
        await _watches.Remove(one, Ask);
        await _watches.Remove(one, Ask);
        Assert.Equal(0, _asked);
        await _watches.Remove(two, Ask);
        Assert.Equal(1, _asked);
        await _watches.WhenNobodyListens("/a", Ask);
        Assert.Equal(1, _asked);
        await _watches.Remove(other, Ask);
        await _watches.WhenNobodyListens("/a", Ask);
        Assert.Equal(3, _asked);
    }

    [Fact]
    public async Task Only_what_the_server_has_set_is_set_again_and_told_to_read_again()
    {
        var (armed, pending) = (Watch("/armed"), Watch("/pending"));
        foreach (var watch in new[] { armed, pending }) await _watches.Add(watch, () => Task.FromResult(true));
        _watches.Arm(armed);
        Assert.Equal(["/armed"], _watches.Paths(WatchMode.Persistent));
        Assert.Empty(_watches.Paths(WatchMode.PersistentRecursive));
        _watches.Resync();
        _watches.End(SessionState.Closed);
        Assert.Equal([WatchEventType.Resync, WatchEventType.None], (await All(armed)).Select(e => e.Type));
        Assert.Equal([WatchEventType.None], (await All(pending)).Select(e => e.Type));
    }

    [Fact]
    public async Task Chunks_hold_every_kind_and_stay_below_the_bound()
    {
        var table = new WatchTable();
        for (var i = 0; i < 300; i++)
        {
            table.Add((WatchKind)(i % 3), $"/one/{i:0000}", _ => default);
            var watch = Watch($"/two/{i:0000}", i % 2 == 0 ? WatchMode.Persistent : WatchMode.PersistentRecursive);
            await _watches.Add(watch, () => Task.FromResult(true));
            _watches.Arm(watch);
        }

        var chunks = SetWatchesChunker.Chunks(table, 9, _watches, chunkBytes: 500).ToList();
        var paths = chunks.ConvertAll(chunk => (string[])[.. chunk.Data, .. chunk.Exist, .. chunk.Child, .. chunk.Persistent, .. chunk.Recursive]);
        Assert.All(paths, chunk => Assert.InRange(chunk.Sum(path => path.Length + 4), 1, 500));
        Assert.Equal(600, paths.SelectMany(chunk => chunk).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal((150, 150), (chunks.Sum(chunk => chunk.Persistent.Count), chunks.Sum(chunk => chunk.Recursive.Count)));
    }

    private Task Ask()
    {
        _asked++;
        return Task.CompletedTask;
    }

    private static WatchEvent Event(WatchEventType type, string path) => new(type, SessionState.Connected, path);

    private static StandingWatch Watch(string path, WatchMode mode = WatchMode.Persistent, int buffer = 100) => new(path, path, mode, null, buffer, _ => Task.CompletedTask);

    private static async Task<List<WatchEvent>> All(StandingWatch watch)
    {
        var seen = new List<WatchEvent>();
        await foreach (var one in watch) seen.Add(one);
        return seen;
    }

    private static async Task<string> Paths(StandingWatch watch) => string.Join(' ', (await All(watch)).Where(e => e.Type != WatchEventType.None).Select(e => e.Path));
}
