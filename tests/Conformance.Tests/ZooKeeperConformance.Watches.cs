using ChefActors.Testing;
using ChefActors.ZooKeeper;

namespace ChefActors.Conformance.Tests;

public abstract partial class ZooKeeperConformance
{
    [Fact]
    public async Task A_watch_on_nothing_sees_the_creation()
    {
        var watch = new WatchRecorder();
        Assert.Null(await Client.ExistsAsync(At("a"), watch.Handle));
        await Create("a");
        Assert.Equal(new WatchEvent(WatchEventType.NodeCreated, SessionState.Connected, At("a")), await watch.Next());
    }

    [Fact]
    public async Task A_watch_on_data_sees_the_change()
    {
        var watch = new WatchRecorder();
        await Create("a");
        await Client.GetDataAsync(At("a"), watch.Handle);
        await Client.SetDataAsync(At("a"), null);
        Assert.Equal(new WatchEvent(WatchEventType.NodeDataChanged, SessionState.Connected, At("a")), await watch.Next());
    }

    [Fact]
    public async Task A_watch_on_existence_sees_the_change_of_data()
    {
        var watch = new WatchRecorder();
        await Create("a");
        await Client.ExistsAsync(At("a"), watch.Handle);
        await Client.SetDataAsync(At("a"), null);
        Assert.Equal(WatchEventType.NodeDataChanged, (await watch.Next()).Type);
    }

    [Fact]
    public async Task Watches_on_data_existence_and_children_see_the_deletion_once_each()
    {
        var (data, exists, children) = (new WatchRecorder(), new WatchRecorder(), new WatchRecorder());
        await Create("a");
        await Client.GetDataAsync(At("a"), data.Handle);
        await Client.ExistsAsync(At("a"), exists.Handle);
        await Client.GetChildrenAsync(At("a"), children.Handle);
        await Client.DeleteAsync(At("a"));
        foreach (var watch in new[] { data, exists, children }) Assert.Equal(WatchEventType.NodeDeleted, (await watch.Next()).Type);
        await AllEventsAreIn(Client);
        Assert.Equal((0, 0, 0), (data.Waiting, exists.Waiting, children.Waiting));
    }

    [Fact]
    public async Task A_watch_on_children_sees_one_come()
    {
        var watch = new WatchRecorder();
        await Create("p");
        await Client.GetChildrenAsync(At("p"), watch.Handle);
        await Create("p/a");
        Assert.Equal(new WatchEvent(WatchEventType.NodeChildrenChanged, SessionState.Connected, At("p")), await watch.Next());
    }

    [Fact]
    public async Task A_watch_on_children_sees_one_go()
    {
        var watch = new WatchRecorder();
        await Create("p");
        await Create("p/a");
        await Client.GetChildrenAsync(At("p"), watch.Handle);
        await Client.DeleteAsync(At("p/a"));
        Assert.Equal(WatchEventType.NodeChildrenChanged, (await watch.Next()).Type);
    }

    [Fact]
    public async Task A_watch_sees_one_event_only()
    {
        var watch = new WatchRecorder();
        await Create("a");
        await Client.GetDataAsync(At("a"), watch.Handle);
        await Client.SetDataAsync(At("a"), Bytes("1"));
        await Client.SetDataAsync(At("a"), Bytes("2"));
        await watch.Next();
        await AllEventsAreIn(Client);
        Assert.Equal(0, watch.Waiting);
    }

    [Fact]
    public async Task A_watch_on_children_sees_neither_data_nor_grandchildren()
    {
        var watch = new WatchRecorder();
        await Create("p");
        await Create("p/a");
        await Client.GetChildrenAsync(At("p"), watch.Handle);
        await Client.SetDataAsync(At("p"), null);
        await Client.SetDataAsync(At("p/a"), null);
        await Create("p/a/grandchild");
        await AllEventsAreIn(Client);
        Assert.Equal(0, watch.Waiting);
    }

    [Fact]
    public async Task A_watch_on_data_does_not_see_children_or_a_new_ACL()
    {
        var watch = new WatchRecorder();
        await Create("a");
        await Client.GetDataAsync(At("a"), watch.Handle);
        await Create("a/child");
        await Client.SetAclAsync(At("a"), Acl.OpenUnsafe);
        await AllEventsAreIn(Client);
        Assert.Equal(0, watch.Waiting);
    }

    [Fact]
    public async Task A_failed_read_leaves_no_watch()
    {
        var watch = new WatchRecorder();
        await Fails(ErrorCode.NoNode, () => Client.GetDataAsync(At("a"), watch.Handle));
        await Fails(ErrorCode.NoNode, () => Client.GetChildrenAsync(At("a"), watch.Handle));
        await Create("a");
        await Client.SetDataAsync(At("a"), null);
        await AllEventsAreIn(Client);
        Assert.Equal(0, watch.Waiting);
    }

    [Fact]
    public async Task Two_watches_on_one_znode_both_see_it()
    {
        var (one, two) = (new WatchRecorder(), new WatchRecorder());
        await Create("a");
        await Client.GetDataAsync(At("a"), one.Handle);
        await Client.GetDataAsync(At("a"), two.Handle);
        await Client.SetDataAsync(At("a"), null);
        await one.Next();
        await two.Next();
    }

    [Fact]
    public async Task Another_sessions_writes_are_seen()
    {
        var watch = new WatchRecorder();
        var other = await Connect();
        await Create("a");
        await Client.GetDataAsync(At("a"), watch.Handle);
        await other.SetDataAsync(At("a"), Bytes("x"));
        await watch.Next();
        Assert.Equal(Bytes("x"), (await Client.GetDataAsync(At("a"))).Data);
    }

    [Fact]
    public async Task A_refused_transaction_wakes_nobody()
    {
        var watch = new WatchRecorder();
        await Create("a");
        await Client.GetDataAsync(At("a"), watch.Handle);
        await Client.MultiAsync([new ZnodeOperation.SetData(At("a"), null), new ZnodeOperation.Check(At("missing"))]);
        await AllEventsAreIn(Client);
        Assert.Equal(0, watch.Waiting);
    }

    [Fact]
    public async Task A_handler_may_await_requests()
    {
        await Create("a", "1");
        var seen = new TaskCompletionSource<byte[]?>(TaskCreationOptions.RunContinuationsAsynchronously);
        await Client.GetDataAsync(At("a"), async _ => seen.SetResult((await Client.GetDataAsync(At("a"))).Data));
        await Client.SetDataAsync(At("a"), Bytes("2"));
        Assert.Equal(Bytes("2"), await Eventually.Within(seen.Task, "the handler's own read"));
    }
}
