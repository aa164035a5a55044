using ChefActors.ZooKeeper.Wire;
using ChefActors.ZooKeeper.Wire.Records;

namespace ChefActors.ZooKeeper.Embedded.Tests.Wire;

public sealed class WatchTests : IAsyncLifetime
{
    private EmbeddedZooKeeper _server = null!;
    private RawClient _watcher = null!;
    private RawClient _writer = null!;

    public async Task InitializeAsync()
    {
        _server = await EmbeddedZooKeeper.StartAsync();
        _watcher = await RawClient.ConnectAsync(_server);
        _writer = await RawClient.ConnectAsync(_server);
    }

    public async Task DisposeAsync()
    {
        _watcher.Dispose();
        _writer.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task An_event_comes_before_the_reply_of_the_watchers_own_write_and_only_once()
    {
        await _writer.CreateAsync("/a");
        await _writer.ReadAsync(OpCode.GetData, "/a", watch: true);
        var xid = await _writer.SendAsync(OpCode.SetData, w => new SetDataRequest("/a", [1], -1).Write(w));
        Assert.Equal((WatchEventType.NodeDataChanged, "/a"), (await _writer.ReceiveAsync()).AsEvent());
        Assert.Equal(xid, (await _writer.ReceiveAsync()).Header.Xid);
        Assert.Equal(ErrorCode.Ok, (await _writer.SetAsync("/a", [2])).Header.Error);
    }

    [Fact]
    public async Task An_event_comes_before_any_read_that_sees_the_change()
    {
        await _writer.CreateAsync("/a", [0]);
        for (byte round = 1; round < 50; round++)
        {
            await _watcher.ReadAsync(OpCode.GetData, "/a", watch: true);
            await _writer.SendAsync(OpCode.SetData, w => new SetDataRequest("/a", [round], -1).Write(w));
            var told = false;
            for (var seen = false; !seen;)
            {
                var xid = await _watcher.SendAsync(OpCode.GetData, w => new PathWatchRequest("/a", false).Write(w));
                var next = await _watcher.ReceiveAsync();
                if (next.Header.Xid != xid)
                {
                    Assert.Equal((WatchEventType.NodeDataChanged, "/a"), next.AsEvent());
                    told = true;
                    next = await _watcher.ReceiveAsync();
                }

                seen = next.As(DataResponse.Read).Data![0] == round;
                Assert.True(told || !seen, "a read saw the change before the event was told");
            }

            await _writer.ReceiveAsync();
        }
    }

    [Fact]
    public async Task A_missing_znode_is_watched_by_exists_and_not_by_a_failed_read()
    {
        Assert.Equal(ErrorCode.NoNode, (await _watcher.ReadAsync(OpCode.Exists, "/a", watch: true)).Header.Error);
        Assert.Equal(ErrorCode.NoNode, (await _watcher.ReadAsync(OpCode.GetData, "/b", watch: true)).Header.Error);
        Assert.Equal(ErrorCode.NoNode, (await _watcher.ReadAsync(OpCode.GetChildren, "/b", watch: true)).Header.Error);
        await _writer.CreateAsync("/b");
        await _writer.CreateAsync("/a");
        Assert.Equal((WatchEventType.NodeCreated, "/a"), (await _watcher.ReceiveAsync()).AsEvent());
        Assert.Equal(Xid.Ping, (await _watcher.PingAsync()).Header.Xid);
    }

    [Fact]
    public async Task A_delete_is_told_once_to_who_watches_data_and_children_and_once_for_the_parent()
    {
        await _writer.CreateAsync("/a");
        await _watcher.ReadAsync(OpCode.GetData, "/a", watch: true);
        await _watcher.ReadAsync(OpCode.GetChildren2, "/a", watch: true);
        await _watcher.ReadAsync(OpCode.GetChildren, "/", watch: true);
        await _writer.DeleteAsync("/a");
        Assert.Equal((WatchEventType.NodeDeleted, "/a"), (await _watcher.ReceiveAsync()).AsEvent());
        Assert.Equal((WatchEventType.NodeChildrenChanged, "/"), (await _watcher.ReceiveAsync()).AsEvent());
        Assert.Equal(Xid.Ping, (await _watcher.PingAsync()).Header.Xid);
    }

    [Fact]
    public async Task A_refused_transaction_fires_nothing()
    {
        await _watcher.ReadAsync(OpCode.Exists, "/a", watch: true);
        var reply = await _writer.CallAsync(OpCode.Multi, w => new MultiRequest(
            [new ZnodeOperation.Create("/a", null, Acl: Acl.OpenUnsafe), new ZnodeOperation.Check("/none")], [true, false]).Write(w));
        Assert.Equal(2, reply.As(MultiResponse.Read).Results.Count);
        Assert.Equal(Xid.Ping, (await _watcher.PingAsync()).Header.Xid);
    }

    [Fact]
    public async Task Watches_brought_after_a_reconnect_tell_at_once_what_was_missed_and_wait_for_the_rest()
    {
        foreach (var path in new[] { "/same", "/set", "/gone", "/parent" }) await _writer.CreateAsync(path);
        var seen = (await _writer.PingAsync()).Header.Zxid;
        await _writer.SetAsync("/set", [1]);
        await _writer.DeleteAsync("/gone");
        await _writer.CreateAsync("/come");
        await _writer.CreateAsync("/parent/child");
        var sent = await _watcher.SendAsync(
            OpCode.SetWatches,
            w => new SetWatchesRequest(seen, ["/same", "/set", "/gone"], ["/come", "/later"], ["/same", "/parent", "/gone"]).Write(w),
            Xid.SetWatches);
        (WatchEventType, string)[] missed =
        [
            (WatchEventType.NodeDataChanged, "/set"), (WatchEventType.NodeDeleted, "/gone"), (WatchEventType.NodeCreated, "/come"),
            (WatchEventType.NodeChildrenChanged, "/parent"), (WatchEventType.NodeDeleted, "/gone"),
        ];
        foreach (var one in missed) Assert.Equal(one, (await _watcher.ReceiveAsync()).AsEvent());
        Assert.Equal(sent, (await _watcher.ReceiveAsync()).Header.Xid);
        await _writer.CreateAsync("/later");
        await _writer.CreateAsync("/same/child");
        await _writer.SetAsync("/same", [1]);
        Assert.Equal((WatchEventType.NodeCreated, "/later"), (await _watcher.ReceiveAsync()).AsEvent());
        Assert.Equal((WatchEventType.NodeChildrenChanged, "/same"), (await _watcher.ReceiveAsync()).AsEvent());
        Assert.Equal((WatchEventType.NodeDataChanged, "/same"), (await _watcher.ReceiveAsync()).AsEvent());
    }

    [Fact]
    public async Task A_recursive_watch_stays_and_sees_what_is_below_but_no_lists_of_children()
    {
        await _watcher.CallAsync(OpCode.AddWatch, w => new PathTypeRequest("/a", 1).Write(w));
        await _writer.CreateAsync("/a");
        await _writer.CreateAsync("/a/b");
        await _writer.SetAsync("/a/b", [1]);
        await _writer.CreateAsync("/ab");
        await _writer.DeleteAsync("/a/b");
        (WatchEventType, string)[] expected =
            [(WatchEventType.NodeCreated, "/a"), (WatchEventType.NodeCreated, "/a/b"), (WatchEventType.NodeDataChanged, "/a/b"), (WatchEventType.NodeDeleted, "/a/b")];
        foreach (var one in expected) Assert.Equal(one, (await _watcher.ReceiveAsync()).AsEvent());
        Assert.Equal(ErrorCode.Ok, (await RemoveAsync()).Header.Error);
        await _writer.DeleteAsync("/a");
        Assert.Equal(ErrorCode.NoWatcher, (await RemoveAsync()).Header.Error);

        Task<RawReply> RemoveAsync() => _watcher.CallAsync(OpCode.RemoveWatches, w => new PathTypeRequest("/a", 3).Write(w));
    }

    [Theory]
    [InlineData(0, 4, 5)]
    [InlineData(1, 5, 4)]
    public async Task A_watch_that_stays_is_removed_by_its_own_type_and_by_no_other(int mode, int own, int other)
    {
        await _watcher.CallAsync(OpCode.AddWatch, w => new PathTypeRequest("/a", mode).Write(w));
        await _watcher.ReadAsync(OpCode.Exists, "/a", watch: true);
        Assert.Equal(ErrorCode.NoWatcher, (await RemoveAsync(other)).Header.Error);
        Assert.Equal(ErrorCode.Ok, (await RemoveAsync(own)).Header.Error);
        Assert.Equal(ErrorCode.NoWatcher, (await RemoveAsync(own)).Header.Error);
        Assert.Equal(ErrorCode.MarshallingError, (await RemoveAsync(6)).Header.Error);
        await _writer.CreateAsync("/a");
        await _writer.SetAsync("/a", null);
        Assert.Equal((WatchEventType.NodeCreated, "/a"), (await _watcher.ReceiveAsync()).AsEvent());
        Assert.Equal(Xid.Ping, (await _watcher.PingAsync()).Header.Xid);

        Task<RawReply> RemoveAsync(int type) => _watcher.CallAsync(OpCode.RemoveWatches, w => new PathTypeRequest("/a", type).Write(w));
    }

    [Fact]
    public async Task Who_may_not_read_a_znode_is_not_told_of_it()
    {
        await _watcher.ReadAsync(OpCode.Exists, "/secret", watch: true);
        await _watcher.ReadAsync(OpCode.GetChildren, "/", watch: true);
        await _writer.CreateAsync("/secret", acl: [new Acl(ZnodePermissions.Write, "world", "anyone")]);
        Assert.Equal((WatchEventType.NodeChildrenChanged, "/"), (await _watcher.ReceiveAsync()).AsEvent());
        await _writer.SetAsync("/secret", [1]);
        Assert.Equal(Xid.Ping, (await _watcher.PingAsync()).Header.Xid);
    }

    [Fact]
    public async Task The_watches_of_a_connection_go_with_it()
    {
        await _watcher.ReadAsync(OpCode.Exists, "/a", watch: true);
        using var second = await RawClient.ConnectAsync(_server, again: _watcher.Session);
        await _writer.CreateAsync("/a");
        Assert.Equal(Xid.Ping, (await second.PingAsync()).Header.Xid);
    }
}
