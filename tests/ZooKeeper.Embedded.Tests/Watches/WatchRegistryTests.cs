using ChefActors.ZooKeeper.Embedded.Tree;
using ChefActors.ZooKeeper.Embedded.Watches;

namespace ChefActors.ZooKeeper.Embedded.Tests.Watches;

public sealed class WatchRegistryTests
{
    private readonly WatchRegistry<string> _registry = new();

    [Theory]
    [InlineData(1, 150)]
    [InlineData(100, 100)]
    public void A_hundred_thousand_watches_cost_at_most_so_many_bytes_each(int watchersOfEach, int bytesEach)
    {
        const int watches = 100_000;
        string[] watchers = [.. Enumerable.Range(0, 1000).Select(i => $"w{i}")];
        string[] paths = [.. Enumerable.Range(0, watches / watchersOfEach).Select(i => $"/watched/{i}")];
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var registry = new WatchRegistry<string>();
        for (var i = 0; i < watches; i++) registry.Add(watchers[(i + (i / paths.Length)) % watchers.Length], WatchKind.Data, paths[i % paths.Length]);
        var each = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)watches;
        Assert.Equal(watches, registry.Count);
        Assert.InRange(each, 1, bytesEach);
        foreach (var watcher in watchers) registry.RemoveAll(watcher);
        Assert.Equal(0, registry.Count);
    }

    [Fact]
    public void A_watch_of_one_event_is_used_up_by_it()
    {
        _registry.Add("ann", WatchKind.Data, "/a");
        _registry.Add("ann", WatchKind.Data, "/a");
        Assert.Equal(1, _registry.Count);
        Assert.Equal(["ann"], Fire(WatchEventType.NodeDataChanged, "/a"));
        Assert.Empty(Fire(WatchEventType.NodeDataChanged, "/a"));
        Assert.Equal(0, _registry.Count);
    }

    [Fact]
    public void Data_watches_and_child_watches_see_their_own_events_and_both_the_delete()
    {
        _registry.Add("data", WatchKind.Data, "/a");
        _registry.Add("child", WatchKind.Child, "/a");
        _registry.Add("both", WatchKind.Data, "/a");
        _registry.Add("both", WatchKind.Child, "/a");
        Assert.Equal(["data", "both", "child"], Fire(WatchEventType.NodeDeleted, "/a"));
        _registry.Add("data", WatchKind.Data, "/a");
        Assert.Empty(Fire(WatchEventType.NodeChildrenChanged, "/a"));
        _registry.Add("child", WatchKind.Child, "/a");
        Assert.Equal(["data"], Fire(WatchEventType.NodeDataChanged, "/a"));
        Assert.Equal(["child"], Fire(WatchEventType.NodeChildrenChanged, "/a"));
    }

    [Fact]
    public void Persistent_watches_stay_and_recursive_ones_see_all_below_but_children_lists()
    {
        _registry.Add("one", WatchKind.Persistent, "/a");
        _registry.Add("deep", WatchKind.Recursive, "/a");
        _registry.Add("root", WatchKind.Recursive, "/");
        Assert.Equal(["deep", "root"], Fire(WatchEventType.NodeCreated, "/a/b/c"));
        Assert.Equal(["one", "deep", "root"], Fire(WatchEventType.NodeDataChanged, "/a"));
        Assert.Equal(["one"], Fire(WatchEventType.NodeChildrenChanged, "/a"));
        Assert.Equal(["root"], Fire(WatchEventType.NodeDeleted, "/ab"));
        Assert.Equal(3, _registry.Count);
    }

    [Fact]
    public void A_watcher_that_goes_takes_all_its_watches()
    {
        foreach (var kind in Enum.GetValues<WatchKind>()) _registry.Add("ann", kind, "/a");
        _registry.Add("bob", WatchKind.Data, "/a");
        _registry.RemoveAll("ann");
        Assert.Equal(1, _registry.Count);
        Assert.Equal(["bob"], Fire(WatchEventType.NodeDeleted, "/a"));
        Assert.False(_registry.Remove("ann", WatchKind.Persistent, "/a"));
    }

    private string[] Fire(WatchEventType type, string path)
    {
        var firings = new List<WatchFiring<string>>();
        _registry.Fire(new ZnodeChange(type, path, Acl.OpenUnsafe), firings);
        Assert.All(firings, f => Assert.Equal((type, path), (f.Type, f.Path)));
        return [.. firings.Select(f => f.Watcher)];
    }
}
