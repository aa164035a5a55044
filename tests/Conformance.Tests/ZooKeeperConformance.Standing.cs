using ChefActors.Testing;
using ChefActors.ZooKeeper;

namespace ChefActors.Conformance.Tests;

public abstract partial class ZooKeeperConformance
{
    [Fact]
    public async Task A_persistent_watch_sees_everything_of_its_znode_again_and_again()
    {
        await using var watch = await Stand("a", WatchMode.Persistent);
        await Create("a");
        await Client.SetDataAsync(At("a"), null);
        await Client.SetDataAsync(At("a"), null);
        await Create("a/child");
        await Client.DeleteAsync(At("a/child"));
        await Client.DeleteAsync(At("a"));
        await Create("a");
        WatchEventType[] expected =
        [
            WatchEventType.NodeCreated, WatchEventType.NodeDataChanged, WatchEventType.NodeDataChanged, WatchEventType.NodeChildrenChanged,
            WatchEventType.NodeChildrenChanged, WatchEventType.NodeDeleted, WatchEventType.NodeCreated,
        ];
        foreach (var type in expected) Assert.Equal(new WatchEvent(type, SessionState.Connected, At("a")), await watch.Next());
    }

    [Fact]
    public async Task A_recursive_watch_sees_all_below_it_and_no_lists_of_children()
    {
        await using var watch = await Stand("a", WatchMode.PersistentRecursive);
        foreach (var name in new[] { "a", "ab", "a/b", "a/b/c" }) await Create(name);
        await Client.SetDataAsync(At("a/b"), null);
        await Client.DeleteAsync(At("a/b/c"));
        (WatchEventType, string)[] expected =
        [
            (WatchEventType.NodeCreated, "a"), (WatchEventType.NodeCreated, "a/b"), (WatchEventType.NodeCreated, "a/b/c"),
            (WatchEventType.NodeDataChanged, "a/b"), (WatchEventType.NodeDeleted, "a/b/c"),
        ];
        foreach (var (type, name) in expected) Assert.Equal(new WatchEvent(type, SessionState.Connected, At(name)), await watch.Next());
    }

    [Fact]
    public async Task The_root_can_be_watched_recursively()
    {
        await using var watch = new WatchStream(await Client.AddWatchAsync("/", WatchMode.PersistentRecursive));
        await Create("a");
        WatchEvent seen;
        do seen = await watch.Next();
        while (seen.Path != At("a"));
        Assert.Equal(WatchEventType.NodeCreated, seen.Type);
    }

    [Fact]
    public async Task A_list_of_children_that_somebody_else_of_the_session_watches_is_not_told_to_a_recursive_watch()
    {
        var children = new WatchRecorder();
        await Create("a");
        await using var watch = await Stand("", WatchMode.PersistentRecursive);
        await Client.GetChildrenAsync(At("a"), children.Handle);
        await Create("a/b");
        Assert.Equal(WatchEventType.NodeChildrenChanged, (await children.Next()).Type);
        await Client.SetDataAsync(At("a/b"), null);
        Assert.Equal((WatchEventType.NodeCreated, At("a/b")), TypeAndPath(await watch.Next()));
        Assert.Equal((WatchEventType.NodeDataChanged, At("a/b")), TypeAndPath(await watch.Next()));
    }

    [Fact]
    public async Task A_handler_sees_the_same_as_a_stream_and_may_await_requests()
    {
        var seen = new WatchRecorder();
        await using var watch = await Client.AddWatchAsync(At("a"), WatchMode.Persistent, async e =>
        {
            await Client.ExistsAsync(e.Path);
            await seen.Handle(e);
        });
        await Create("a");
        await Client.SetDataAsync(At("a"), null);
        Assert.Equal(WatchEventType.NodeCreated, (await seen.Next()).Type);
        Assert.Equal(WatchEventType.NodeDataChanged, (await seen.Next()).Type);
    }

    [Fact]
    public async Task A_handler_that_does_not_end_holds_up_nobody_else()
    {
        var (other, once, forever) = (new WatchRecorder(), new WatchRecorder(), new TaskCompletionSource());
        await Create("a");
        await using var stuck = await Client.AddWatchAsync(At("a"), WatchMode.Persistent, async _ => await forever.Task);
        await using var free = await Client.AddWatchAsync(_root, WatchMode.PersistentRecursive, other.Handle);
        await Client.GetDataAsync(_root, async _ => await forever.Task);
        await Client.GetDataAsync(_root, once.Handle);
        await Client.SetDataAsync(At("a"), null);
        await Client.SetDataAsync(_root, null);
        Assert.Equal(At("a"), (await other.Next()).Path);
        Assert.Equal(_root, (await other.Next()).Path);
        Assert.Equal(_root, (await once.Next()).Path);
        forever.SetResult();
    }

    [Theory]
    [InlineData(WatchMode.Persistent)]
    [InlineData(WatchMode.PersistentRecursive)]
    public async Task A_read_with_a_watch_takes_nothing_from_a_watch_that_stays_on_the_same_path(WatchMode mode)
    {
        var (once, exists, children) = (new WatchRecorder(), new WatchRecorder(), new WatchRecorder());
        await Create("a");
        await using var watch = await Stand("a", mode);
        await Client.GetDataAsync(At("a"), once.Handle);
        await Client.ExistsAsync(At("a"), exists.Handle);
        await Client.GetChildrenAsync(At("a"), children.Handle);
        for (var i = 0; i < 3; i++)
        {
            await Client.SetDataAsync(At("a"), null);
            Assert.Equal(WatchEventType.NodeDataChanged, (await watch.Next()).Type);
        }

        await Create("a/child");
        Assert.Equal(mode == WatchMode.Persistent ? WatchEventType.NodeChildrenChanged : WatchEventType.NodeCreated, (await watch.Next()).Type);
        await AllEventsAreIn(Client);
        Assert.Equal([WatchEventType.NodeDataChanged], once.TakeAll().Select(e => e.Type));
        Assert.Equal([WatchEventType.NodeDataChanged], exists.TakeAll().Select(e => e.Type));
        Assert.Equal([WatchEventType.NodeChildrenChanged], children.TakeAll().Select(e => e.Type));
    }

    [Fact]
    public async Task A_read_with_a_watch_on_a_path_that_is_watched_for_good_is_told_to_read_again_when_that_is_taken_back()
    {
        var once = new WatchRecorder();
        await Create("a");
        var watch = await Stand("a", WatchMode.Persistent);
        await Client.GetDataAsync(At("a"), once.Handle);
        await watch.DisposeAsync();
        await Client.SetDataAsync(At("a"), null);
        Assert.Contains((await once.Next()).Type, (WatchEventType[])[WatchEventType.Resync, WatchEventType.NodeDataChanged]);
    }

    [Fact]
    public async Task Two_listeners_of_one_znode_share_the_servers_watch_and_the_last_one_takes_it_back()
    {
        var (one, two) = (await Stand("a", WatchMode.Persistent), await Stand("a", WatchMode.Persistent));
        await Create("a");
        Assert.Equal((await one.Next()).Type, (await two.Next()).Type);
        await one.DisposeAsync();
        await Client.SetDataAsync(At("a"), null);
        Assert.Equal(WatchEventType.NodeDataChanged, (await two.Next()).Type);
        await two.DisposeAsync();
        await Fails(ErrorCode.NoWatcher, () => Client.RemoveWatchesAsync(At("a"), WatchType.Any));
    }

    [Fact]
    public async Task A_disposed_stream_ends_without_an_event()
    {
        var subscription = await Client.AddWatchAsync(At("a"), WatchMode.Persistent);
        var watch = new WatchStream(subscription);
        await subscription.DisposeAsync();
        await Create("a");
        await watch.Ends();
    }

    [Fact]
    public async Task A_watch_can_be_set_again_after_it_was_taken_back()
    {
        await (await Stand("a", WatchMode.PersistentRecursive)).DisposeAsync();
        await using var again = await Stand("a", WatchMode.PersistentRecursive);
        await Create("a");
        Assert.Equal(WatchEventType.NodeCreated, (await again.Next()).Type);
    }

    [Fact]
    public async Task Many_come_and_go_on_one_path_and_who_is_left_sees_what_happens()
    {
        await using var stays = await Stand("a", WatchMode.Persistent);
        await Task.WhenAll(Enumerable.Range(0, 50).Select(async _ => await (await Stand("a", WatchMode.Persistent)).DisposeAsync()));
        await Create("a");
        Assert.Equal(WatchEventType.NodeCreated, (await stays.Next()).Type);
    }

    [Theory]
    [InlineData(WatchMode.Persistent)]
    [InlineData(WatchMode.PersistentRecursive)]
    public async Task After_a_reconnect_a_watch_that_stays_says_so_and_goes_on(WatchMode mode)
    {
        var (client, proxy) = await ConnectThroughProxy();
        await using var watch = new WatchStream(await client.AddWatchAsync(At("a"), mode));
        await Lose(client, proxy);
        await Create("a");
        await Regain(client, proxy);
        Assert.Equal(new WatchEvent(WatchEventType.Resync, SessionState.Connected, At("a")), await watch.Next());
        Assert.NotNull(await client.ExistsAsync(At("a")));
        await Client.SetDataAsync(At("a"), null);
        Assert.Equal(WatchEventType.NodeDataChanged, (await watch.Next()).Type);
    }

    [Fact]
    public async Task More_watches_that_stay_than_fit_one_request_are_set_again()
    {
        var (client, proxy) = await ConnectThroughProxy();
        var (name, seen) = (new string('w', 400), new WatchRecorder());
        await Task.WhenAll(Enumerable.Range(0, 1_000).Select(i => client.AddWatchAsync(At($"{name}{i:D4}"), i % 2 == 0 ? WatchMode.Persistent : WatchMode.PersistentRecursive, seen.Handle)));
        await CutAndReconnect(client, proxy);
        for (var i = 0; i < 1_000; i++) Assert.Equal(WatchEventType.Resync, (await seen.Next()).Type);

        // A read of this session goes behind its watches; another session's write would not wait for them.
        Assert.Null(await client.ExistsAsync(At("behind")));
        foreach (var last in new[] { "0000", "0999" })
        {
            await Create(name + last);
            Assert.Equal((WatchEventType.NodeCreated, At(name + last)), TypeAndPath(await seen.Next()));
        }
    }

    [Fact]
    public async Task A_watch_asked_for_while_disconnected_is_set_on_the_next_connection()
    {
        var (client, proxy) = await ConnectThroughProxy();
        await Lose(client, proxy);
        var asking = client.AddWatchAsync(At("a"), WatchMode.Persistent);
        Assert.False(asking.IsCompleted);
        await Regain(client, proxy);
        await using var watch = new WatchStream(await Eventually.Within(asking, "the watch is set"));
        await Create("a");
        Assert.Equal(WatchEventType.NodeCreated, (await watch.Next()).Type);
    }

    [Fact]
    public async Task A_watch_taken_back_while_disconnected_is_not_set_again()
    {
        var (client, proxy) = await ConnectThroughProxy();
        var watch = new WatchStream(await client.AddWatchAsync(At("a"), WatchMode.Persistent));
        await Lose(client, proxy);
        await Eventually.Within(watch.DisposeAsync().AsTask(), "it goes without a server");
        await Regain(client, proxy);
        await Fails(ErrorCode.NoWatcher, () => client.RemoveWatchesAsync(At("a"), WatchType.Any));
    }

    [Fact]
    public async Task A_stream_ends_with_the_session_and_says_how()
    {
        var other = await Connect();
        var watch = new WatchStream(await other.AddWatchAsync(At("a"), WatchMode.Persistent));
        var seen = new WatchRecorder();
        await other.AddWatchAsync(At("b"), WatchMode.PersistentRecursive, seen.Handle);
        await other.CloseAsync();
        Assert.Equal(new WatchEvent(WatchEventType.None, SessionState.Closed, At("a")), await watch.Next());
        await watch.Ends();
        Assert.Equal(new WatchEvent(WatchEventType.None, SessionState.Closed, At("b")), await seen.Next());
        await Assert.ThrowsAsync<SessionExpiredException>(() => other.AddWatchAsync(At("a"), WatchMode.Persistent));
    }

    [Fact]
    public async Task A_recursive_watch_below_a_chroot_names_paths_without_it()
    {
        var inside = await Connect(chroot: _root);
        await using var watch = new WatchStream(await inside.AddWatchAsync("/", WatchMode.PersistentRecursive));
        await Create("a");
        Assert.Equal((WatchEventType.NodeCreated, "/a"), TypeAndPath(await watch.Next()));
    }

    [Fact]
    public async Task What_may_not_be_read_is_not_told()
    {
        await using var watch = await Stand("", WatchMode.PersistentRecursive);
        await Client.CreateAsync(At("closed"), null, acl: [CookAll]);
        await Create("open");
        Assert.Equal(At("open"), (await watch.Next()).Path);
    }

    [Fact]
    public async Task The_end_of_a_session_is_told_to_recursive_watches_of_its_ephemerals()
    {
        await using var watch = await Stand("", WatchMode.PersistentRecursive);
        var other = await Connect();
        await other.CreateAsync(At("e"), null, CreateMode.Ephemeral);
        await other.CloseAsync();
        Assert.Equal((WatchEventType.NodeCreated, At("e")), TypeAndPath(await watch.Next()));
        Assert.Equal((WatchEventType.NodeDeleted, At("e")), TypeAndPath(await watch.Next()));
    }

    private static (WatchEventType Type, string Path) TypeAndPath(WatchEvent watchEvent) => (watchEvent.Type, watchEvent.Path);

    private async Task<WatchStream> Stand(string relative, WatchMode mode) => new(await Client.AddWatchAsync(relative.Length == 0 ? _root : At(relative), mode));
}
