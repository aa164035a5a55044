using ChefActors.ZooKeeper;

namespace ChefActors.Conformance.Tests;

public abstract partial class ZooKeeperConformance
{
    [Theory]
    [InlineData(WatchType.Data, false, false, true)]
    [InlineData(WatchType.Children, true, true, false)]
    [InlineData(WatchType.Any, false, false, false)]
    public async Task A_type_of_watches_is_taken_back_and_the_others_wait_on(WatchType type, bool dataSees, bool existsSees, bool childrenSee)
    {
        var (data, exists, children) = (new WatchRecorder(), new WatchRecorder(), new WatchRecorder());
        await Create("a");
        await Client.GetDataAsync(At("a"), data.Handle);
        await Client.ExistsAsync(At("a"), exists.Handle);
        await Client.GetChildrenAsync(At("a"), children.Handle);
        await Client.RemoveWatchesAsync(At("a"), type);
        await Client.DeleteAsync(At("a"));
        await AllEventsAreIn(Client);
        Assert.Equal((dataSees, existsSees, childrenSee), (data.Waiting == 1, exists.Waiting == 1, children.Waiting == 1));
    }

    [Theory]
    [InlineData(WatchType.Data)]
    [InlineData(WatchType.Children)]
    [InlineData(WatchType.Any)]
    [InlineData(WatchType.Persistent)]
    [InlineData(WatchType.PersistentRecursive)]
    public async Task Taking_back_what_is_not_there_is_refused(WatchType type) =>
        await Fails(ErrorCode.NoWatcher, () => Client.RemoveWatchesAsync(At("a"), type));

    [Fact]
    public async Task A_watch_on_a_missing_znode_is_a_watch_on_data()
    {
        var watch = new WatchRecorder();
        await Client.ExistsAsync(At("a"), watch.Handle);
        await Client.RemoveWatchesAsync(At("a"), WatchType.Data);
        await Create("a");
        await AllEventsAreIn(Client);
        Assert.Equal(0, watch.Waiting);
    }

    [Fact]
    public async Task One_of_two_handlers_is_taken_back_and_the_other_sees_it()
    {
        var (one, two) = (new WatchRecorder(), new WatchRecorder());
        WatchHandler first = one.Handle;
        await Create("a");
        await Client.GetDataAsync(At("a"), first);
        await Client.GetDataAsync(At("a"), two.Handle);
        await Client.RemoveWatchesAsync(At("a"), WatchType.Data, first);
        await Client.SetDataAsync(At("a"), null);
        await two.Next();
        await AllEventsAreIn(Client);
        Assert.Equal(0, one.Waiting);
    }

    [Fact]
    public async Task Another_sessions_watches_stay()
    {
        var (mine, theirs) = (new WatchRecorder(), new WatchRecorder());
        var other = await Connect();
        await Create("a");
        await Client.GetDataAsync(At("a"), mine.Handle);
        await other.GetDataAsync(At("a"), theirs.Handle);
        await Client.RemoveWatchesAsync(At("a"), WatchType.Any);
        await Client.SetDataAsync(At("a"), null);
        await theirs.Next();
    }

    [Fact]
    public async Task A_watch_can_be_set_again_after_the_one_before_was_taken_back()
    {
        var watch = new WatchRecorder();
        await Create("a");
        await Client.GetDataAsync(At("a"), watch.Handle);
        await Client.RemoveWatchesAsync(At("a"), WatchType.Data);
        await Client.GetDataAsync(At("a"), watch.Handle);
        await Client.SetDataAsync(At("a"), null);
        await watch.Next();
    }

    [Fact]
    public async Task A_watch_that_was_used_up_cannot_be_taken_back()
    {
        var watch = new WatchRecorder();
        await Create("a");
        await Client.GetDataAsync(At("a"), watch.Handle);
        await Client.SetDataAsync(At("a"), null);
        await watch.Next();
        await Fails(ErrorCode.NoWatcher, () => Client.RemoveWatchesAsync(At("a"), WatchType.Any));
    }

    [Theory]
    [InlineData(WatchMode.Persistent, WatchType.Persistent)]
    [InlineData(WatchMode.Persistent, WatchType.Any)]
    [InlineData(WatchMode.PersistentRecursive, WatchType.PersistentRecursive)]
    [InlineData(WatchMode.PersistentRecursive, WatchType.Any)]
    public async Task Taking_a_watch_that_stays_back_ends_its_stream(WatchMode mode, WatchType type)
    {
        var watch = await Stand("a", mode);
        await Client.RemoveWatchesAsync(At("a"), type);
        await Create("a");
        await watch.Ends();
    }

    [Fact]
    public async Task A_watch_that_was_taken_back_is_not_set_again_after_a_reconnect()
    {
        var (client, proxy) = await ConnectThroughProxy();
        var watch = new WatchRecorder();
        await client.ExistsAsync(At("a"), watch.Handle);
        await client.RemoveWatchesAsync(At("a"), WatchType.Data);
        await CutAndReconnect(client, proxy);
        await Create("a");
        await AllEventsAreIn(client);
        Assert.Equal(0, watch.Waiting);
    }
}
