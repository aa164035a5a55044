using ChefActors.Testing;
using ChefActors.ZooKeeper;

namespace ChefActors.Conformance.Tests;

public abstract partial class ZooKeeperConformance
{
    [Theory]
    [InlineData(0.1, 0.4)]
    [InlineData(7, 7)]
    [InlineData(90, 40)]
    public async Task The_time_out_is_kept_within_the_servers_bounds(double asked, double granted) =>
        Assert.Equal(TimeSpan.FromSeconds(granted), (await Connect(timeoutSeconds: asked)).SessionTimeout);

    [Fact]
    public async Task Every_session_has_its_own_id()
    {
        var other = await Connect();
        Assert.NotEqual(0, other.SessionId);
        Assert.NotEqual(Client.SessionId, other.SessionId);
    }

    [Fact]
    public async Task Closing_removes_the_ephemerals_at_once_and_wakes_those_who_watch()
    {
        var (leaf, parent) = (new WatchRecorder(), new WatchRecorder());
        var other = await Connect();
        await other.CreateAsync(At("e"), null, CreateMode.Ephemeral);
        await Create("stays");
        await Client.ExistsAsync(At("e"), leaf.Handle);
        await Client.GetChildrenAsync(_root, parent.Handle);
        await other.CloseAsync();
        Assert.Equal(SessionState.Closed, other.State);
        Assert.Null(await Client.ExistsAsync(At("e")));
        Assert.Equal(WatchEventType.NodeDeleted, (await leaf.Next()).Type);
        Assert.Equal(WatchEventType.NodeChildrenChanged, (await parent.Next()).Type);
        Assert.Equal(["stays"], (await Client.GetChildrenAsync(_root)).Names);
    }

    [Fact]
    public async Task A_closed_session_refuses_requests_and_tells_its_watches()
    {
        var watch = new WatchRecorder();
        var other = await Connect();
        await other.ExistsAsync(At("a"), watch.Handle);
        await other.CloseAsync();
        await Assert.ThrowsAsync<SessionExpiredException>(() => other.ExistsAsync(At("a")));
        Assert.Equal(new WatchEvent(WatchEventType.None, SessionState.Closed, At("a")), await watch.Next());
    }

    [Fact]
    public async Task A_session_survives_its_connection_with_its_ephemerals()
    {
        var (client, proxy) = await ConnectThroughProxy();
        var id = client.SessionId;
        await client.CreateAsync(At("e"), null, CreateMode.Ephemeral);
        await CutAndReconnect(client, proxy);
        Assert.Equal((id, id), (client.SessionId, (await client.ExistsAsync(At("e")))!.Value.EphemeralOwner));
    }

    [Fact]
    public async Task Changes_that_were_missed_are_told_after_a_reconnect()
    {
        var (client, proxy) = await ConnectThroughProxy();
        var (data, created, gone, child) = (new WatchRecorder(), new WatchRecorder(), new WatchRecorder(), new WatchRecorder());
        foreach (var name in new[] { "data", "gone", "parent" }) await Create(name);
        await client.GetDataAsync(At("data"), data.Handle);
        await client.ExistsAsync(At("new"), created.Handle);
        await client.ExistsAsync(At("gone"), gone.Handle);
        await client.GetChildrenAsync(At("parent"), child.Handle);
        await Lose(client, proxy);
        await Client.SetDataAsync(At("data"), null);
        await Create("new");
        await Client.DeleteAsync(At("gone"));
        await Create("parent/child");
        await Regain(client, proxy);
        Assert.Equal(WatchEventType.NodeDataChanged, (await data.Next()).Type);
        Assert.Equal(WatchEventType.NodeCreated, (await created.Next()).Type);
        Assert.Equal(WatchEventType.NodeDeleted, (await gone.Next()).Type);
        Assert.Equal(WatchEventType.NodeChildrenChanged, (await child.Next()).Type);
    }

    [Fact]
    public async Task Watches_on_what_did_not_change_wait_on_after_a_reconnect()
    {
        var (client, proxy) = await ConnectThroughProxy();
        var (data, created, child) = (new WatchRecorder(), new WatchRecorder(), new WatchRecorder());
        await Create("a");
        await client.GetDataAsync(At("a"), data.Handle);
        await client.ExistsAsync(At("b"), created.Handle);
        await client.GetChildrenAsync(At("a"), child.Handle);
        await CutAndReconnect(client, proxy);
        await AllEventsAreIn(client);
        Assert.Equal((0, 0, 0), (data.Waiting, created.Waiting, child.Waiting));
        await Create("b");
        await Create("a/child");
        await Client.SetDataAsync(At("a"), null);
        Assert.Equal(WatchEventType.NodeCreated, (await created.Next()).Type);
        Assert.Equal(WatchEventType.NodeChildrenChanged, (await child.Next()).Type);
        Assert.Equal(WatchEventType.NodeDataChanged, (await data.Next()).Type);
    }

    [Fact]
    public async Task More_watches_than_fit_one_request_are_set_again()
    {
        var (client, proxy) = await ConnectThroughProxy();
        var (name, last) = (new string('w', 400), new WatchRecorder());
        await Task.WhenAll(Enumerable.Range(0, 3_000).Select(i => client.ExistsAsync(At($"{name}{i:D4}"), last.Handle)));
        await CutAndReconnect(client, proxy);
        await Create($"{name}0000");
        await Create($"{name}2999");
        Assert.Equal(At($"{name}0000"), (await last.Next()).Path);
        Assert.Equal(At($"{name}2999"), (await last.Next()).Path);
    }

    private static async Task Lose(IZooKeeperClient client, CuttingProxy proxy)
    {
        proxy.RefuseNew = true;
        proxy.CutAll();
        await Eventually.BecomesTrue(() => client.State == SessionState.Disconnected, "the client has noticed the loss");
    }

    private static async Task Regain(IZooKeeperClient client, CuttingProxy proxy)
    {
        proxy.RefuseNew = false;
        await Eventually.BecomesTrue(() => client.State == SessionState.Connected, "the client is connected again");
    }

    private static async Task CutAndReconnect(IZooKeeperClient client, CuttingProxy proxy)
    {
        await Lose(client, proxy);
        await Regain(client, proxy);
    }
}
