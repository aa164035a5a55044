using ChefActors.ZooKeeper.Embedded.Watches;

namespace ChefActors.ZooKeeper.Embedded.Tests.Watches;

/// <summary>Weighs the heap, so nothing else runs meanwhile.</summary>
[Collection(MeasuredAlone.Name)]
public sealed class WatchMemoryTests
{
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
}
