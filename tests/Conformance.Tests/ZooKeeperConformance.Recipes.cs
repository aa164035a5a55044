using System.Text;
using ChefActors.Testing;
using ChefActors.ZooKeeper;
using ChefActors.ZooKeeper.Recipes;

namespace ChefActors.Conformance.Tests;

/// <summary>Lock, leader latch and tree cache.</summary>
public abstract partial class ZooKeeperConformance
{
    [Fact]
    public async Task A_lock_goes_from_one_to_the_next_in_the_order_of_the_wishes_with_growing_tokens()
    {
        var locks = new List<Task<LockLease>>();
        for (var i = 0; i < 4; i++)
        {
            var (client, place) = (await Connect(), i);
            locks.Add(new ZooKeeperLock(client, At("lock")).AcquireAsync(Bytes($"{place}")));
            await Eventually.BecomesTrue(async () => (await new ZooKeeperLock(Client, At("lock")).QueueAsync()).Count == place + 1, "its place");
        }

        var token = 0L;
        for (var i = 0; i < 4; i++)
        {
            var lease = await Eventually.Within(locks[i], $"the turn of {i}");
            Assert.All(locks[(i + 1)..], later => Assert.False(later.IsCompleted));
            Assert.True(lease.FencingToken > token);
            Assert.False(lease.Lost.IsCancellationRequested);
            token = lease.FencingToken;
            await lease.DisposeAsync();
        }

        Assert.Empty((await Client.GetChildrenAsync(At("lock"))).Names);
    }

    [Fact]
    public async Task A_lock_that_is_held_is_not_to_be_had_and_a_try_leaves_nothing()
    {
        var other = await Connect();
        await using (var lease = await new ZooKeeperLock(Client, At("lock")).TryAcquireAsync())
        {
            Assert.NotNull(lease);
            Assert.Null(await new ZooKeeperLock(other, At("lock")).TryAcquireAsync());
            Assert.Single((await Client.GetChildrenAsync(At("lock"))).Names);
        }

        await using var second = await new ZooKeeperLock(other, At("lock")).TryAcquireAsync();
        Assert.NotNull(second);
    }

    [Fact]
    public async Task Who_no_longer_waits_for_a_lock_gives_up_its_place()
    {
        await using var lease = await new ZooKeeperLock(Client, At("lock")).AcquireAsync();
        using var enough = new CancellationTokenSource();
        var waiting = new ZooKeeperLock(await Connect(), At("lock")).AcquireAsync(cancellationToken: enough.Token);
        await Eventually.BecomesTrue(async () => (await Client.GetChildrenAsync(At("lock"))).Names.Count == 2, "that it waits");
        await enough.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await Eventually.BecomesTrue(async () => (await Client.GetChildrenAsync(At("lock"))).Names.Count == 1, "that its place is gone");
    }

    [Fact]
    public async Task A_lock_passes_on_when_its_holders_session_ends_and_the_holder_is_told()
    {
        var holder = await Connect();
        var lease = await new ZooKeeperLock(holder, At("lock")).AcquireAsync();
        var next = new ZooKeeperLock(Client, At("lock")).AcquireAsync();
        await holder.CloseAsync();
        await using var taken = await Eventually.Within(next, "the next holder");
        await Eventually.BecomesTrue(() => lease.Lost.IsCancellationRequested, "that the holder knows");
        Assert.True(taken.FencingToken > lease.FencingToken);
        await lease.DisposeAsync();
    }

    [Fact]
    public async Task A_holder_whose_place_somebody_deleted_is_told()
    {
        await using var lease = await new ZooKeeperLock(Client, At("lock")).AcquireAsync();
        await Client.DeleteAsync(At("lock/" + Assert.Single((await Client.GetChildrenAsync(At("lock"))).Names)));
        await Eventually.BecomesTrue(() => lease.Lost.IsCancellationRequested, "that the holder knows");
    }

    [Fact]
    public async Task A_holder_that_hears_no_server_gives_up_before_its_session_can_end()
    {
        var (client, proxy) = await ConnectThroughProxy(timeoutSeconds: 3);
        await using var lease = await new ZooKeeperLock(client, At("lock")).AcquireAsync();
        var next = new ZooKeeperLock(Client, At("lock")).AcquireAsync();
        proxy.RefuseNew = true;
        proxy.CutAll();
        await using var taken = await Eventually.Within(next, "the next holder");
        Assert.True(lease.Lost.IsCancellationRequested, "the next one holds it, and the one before does not know");
    }

    [Fact]
    public async Task A_lock_in_a_place_that_is_not_there_says_so()
    {
        await Assert.ThrowsAsync<NoNodeException>(() => new ZooKeeperLock(Client, At("missing/lock")).AcquireAsync());
        Assert.Throws<ArgumentException>(() => new ZooKeeperLock(Client, "/"));
        Assert.Throws<ArgumentException>(() => new ZooKeeperLock(Client, "lock"));
    }

    [Fact]
    public async Task One_leads_at_a_time_and_the_next_one_follows_when_it_ends()
    {
        using var stop = new CancellationTokenSource();
        var (led, leading) = (new List<string>(), 0);
        var parts = new List<Task>();
        foreach (var name in new[] { "a", "b", "c" })
        {
            var latch = new LeaderLatch(await Connect(), At("leader"), name);
            parts.Add(latch.RunAsync(
                async (_, token) =>
                {
                    Assert.Equal(1, Interlocked.Increment(ref leading));
                    lock (led) led.Add(name);
                    await Task.Delay(20, token);
                    Interlocked.Decrement(ref leading);
                },
                stop.Token));
        }

        var reader = new LeaderLatch(Client, At("leader"), "reader");
        await Eventually.BecomesTrue(async () => (await reader.ParticipantsAsync()).Count == 3, "all take part");
        Assert.NotNull(await reader.LeaderAsync());
        await Eventually.BecomesTrue(
            () =>
            {
                lock (led) return led.Count > 9 && led.Distinct().Count() == 3;
            },
            "that all have led");
        await stop.CancelAsync();
        foreach (var part in parts) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => part);
        await Eventually.BecomesTrue(async () => (await reader.ParticipantsAsync()).Count == 0, "that nobody is left");
        Assert.Null(await reader.LeaderAsync());
    }

    [Fact]
    public async Task A_tree_cache_has_what_was_there_and_what_comes()
    {
        await Create("tree", "1");
        await Create("tree/a", "2");
        await using var cache = await TreeCache.StartAsync(Client, At("tree"));
        Assert.True(cache.IsInSync);
        Assert.Equal([At("tree"), At("tree/a")], cache.Znodes.Keys);
        await Create("tree/a/b", "3");
        await Client.SetDataAsync(At("tree/a"), Bytes("4"));
        await Client.DeleteAsync(At("tree/a/b"));
        await Create("tree/c", null);
        await Eventually.BecomesTrue(() => Content(cache) == $"{At("tree")}=1 {At("tree/a")}=4 {At("tree/c")}=", "the same in the cache");
        await Create("treetop", "beside");
        await AllEventsAreIn(Client);
        Assert.Null(cache.Find(At("treetop")));
    }

    [Fact]
    public async Task A_tree_cache_of_a_znode_that_comes_later_fills_when_it_does()
    {
        await using var cache = await TreeCache.StartAsync(Client, At("later"));
        Assert.Empty(cache.Znodes);
        await Create("later", "x");
        await Create("later/a", "y");
        await Eventually.BecomesTrue(() => Content(cache) == $"{At("later")}=x {At("later/a")}=y", "the same in the cache");
    }

    [Fact]
    public async Task A_tree_cache_is_exact_after_an_outage_and_tells_each_change_once()
    {
        var (client, proxy) = await ConnectThroughProxy();
        foreach (var name in new[] { "tree", "tree/gone", "tree/gone/too", "tree/set", "tree/new", "tree/same" }) await Create(name, "before");
        await using var cache = await TreeCache.StartAsync(client, At("tree"));
        var changes = new List<TreeChange>();
        cache.Changed += changes.Add;
        proxy.RefuseNew = true;
        proxy.CutAll();
        await Eventually.BecomesTrue(() => !cache.IsInSync, "that it knows that it may be old");
        await Client.DeleteAsync(At("tree/gone/too"));
        await Client.DeleteAsync(At("tree/gone"));
        await Client.SetDataAsync(At("tree/set"), Bytes("after"));
        await Client.DeleteAsync(At("tree/new"));
        await Create("tree/new", "before");
        await Create("tree/new/below", "after");
        proxy.RefuseNew = false;
        await Eventually.Within(cache.InSyncAsync(), "that it is in sync again");
        Assert.Equal(
            string.Join(' ', new[] { "tree=before", "tree/new=before", "tree/new/below=after", "tree/same=before", "tree/set=after" }.Select(At)),
            Content(cache));
        Assert.Equal(
            new[] { "tree/gone/too -", "tree/gone -", "tree/new *", "tree/new/below +", "tree/set *" }.Select(At).Order(StringComparer.Ordinal),
            changes.Select(change => $"{(change.After ?? change.Before)!.Path} {(change.Before is null ? '+' : change.After is null ? '-' : '*')}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_tree_cache_ends_with_its_session_and_keeps_what_it_had()
    {
        var client = await Connect();
        await Create("tree", "kept");
        await using var cache = await TreeCache.StartAsync(client, At("tree"));
        await client.CloseAsync();
        await Eventually.Within(cache.Completion, "its end");
        Assert.False(cache.IsInSync);
        Assert.Equal($"{At("tree")}=kept", Content(cache));
        await Assert.ThrowsAsync<SessionExpiredException>(() => cache.InSyncAsync());
    }

    [Fact]
    public async Task A_tree_cache_of_1000_znodes_that_are_written_all_the_time_ends_up_exact()
    {
        await Create("tree", "");
        var writer = await Connect();
        await using var cache = await TreeCache.StartAsync(Client, At("tree"));
        var chance = new Random(7);
        var writes = Enumerable.Range(0, 1000).Select(i => writer.CreateAsync(At($"tree/{i}"), Bytes("0"))).Cast<Task>().ToList();
        for (var i = 0; i < 3000; i++) writes.Add(writer.SetDataAsync(At($"tree/{chance.Next(1000)}"), Bytes($"{i}")));
        for (var i = 0; i < 1000; i += 3) writes.Add(writer.DeleteAsync(At($"tree/{i}")));
        await Task.WhenAll(writes);
        var expected = new SortedDictionary<string, string>(StringComparer.Ordinal) { [At("tree")] = "" };
        foreach (var name in (await writer.GetChildrenAsync(At("tree"))).Names) expected[At($"tree/{name}")] = Encoding.UTF8.GetString((await writer.GetDataAsync(At($"tree/{name}"))).Data!);
        await Eventually.BecomesTrue(() => Content(cache) == string.Join(' ', expected.Select(pair => $"{pair.Key}={pair.Value}")), "the same in the cache");
    }

    private static string Content(TreeCache cache) => string.Join(' ', cache.Znodes.Values.Select(znode => $"{znode.Path}={Encoding.UTF8.GetString(znode.Data ?? [])}"));
}
