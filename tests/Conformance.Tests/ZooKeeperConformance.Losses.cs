using ChefActors.Testing;
using ChefActors.ZooKeeper;

namespace ChefActors.Conformance.Tests;

public abstract partial class ZooKeeperConformance
{
    [Fact]
    public async Task A_write_whose_answer_is_lost_may_have_happened_and_did()
    {
        var (client, proxy) = await ConnectThroughProxy();
        proxy.CutBeforeNext(ProxyDirection.ToClient);
        var lost = await Assert.ThrowsAsync<ConnectionLossException>(() => client.CreateAsync(At("a"), null));
        Assert.True(lost.OutcomeUnknown);
        Assert.NotNull(await client.ExistsAsync(At("a")));
    }

    [Fact]
    public async Task A_write_that_is_lost_on_its_way_may_have_happened_and_did_not()
    {
        var (client, proxy) = await ConnectThroughProxy();
        proxy.CutBeforeNext(ProxyDirection.ToServer);
        var lost = await Assert.ThrowsAsync<ConnectionLossException>(() => client.CreateAsync(At("a"), null));
        Assert.True(lost.OutcomeUnknown);
        Assert.Null(await client.ExistsAsync(At("a")));
    }

    [Fact]
    public async Task A_transaction_whose_answer_is_lost_may_have_happened()
    {
        var (client, proxy) = await ConnectThroughProxy();
        proxy.CutBeforeNext(ProxyDirection.ToClient);
        var lost = await Assert.ThrowsAsync<ConnectionLossException>(() => client.MultiAsync([new ZnodeOperation.Create(At("a"), null)]));
        Assert.True(lost.OutcomeUnknown);
    }

    [Fact]
    public async Task A_read_whose_answer_is_lost_leaves_nothing_unknown()
    {
        var (client, proxy) = await ConnectThroughProxy();
        proxy.CutBeforeNext(ProxyDirection.ToClient);
        var lost = await Assert.ThrowsAsync<ConnectionLossException>(() => client.GetDataAsync(_root));
        Assert.False(lost.OutcomeUnknown);
    }

    [Fact]
    public async Task An_answer_that_breaks_off_in_its_middle_is_no_answer()
    {
        var (client, proxy) = await ConnectThroughProxy();
        proxy.CutInsideNext(ProxyDirection.ToClient);
        Assert.True((await Assert.ThrowsAsync<ConnectionLossException>(() => client.SetDataAsync(_root, Bytes("x")))).OutcomeUnknown);
        Assert.Equal(1, (await client.ExistsAsync(_root))!.Value.Version);
    }

    [Fact]
    public async Task A_request_that_breaks_off_in_its_middle_does_nothing()
    {
        var (client, proxy) = await ConnectThroughProxy();
        proxy.CutInsideNext(ProxyDirection.ToServer);
        await Assert.ThrowsAsync<ConnectionLossException>(() => client.SetDataAsync(_root, Bytes("x")));
        Assert.Equal(0, (await client.ExistsAsync(_root))!.Value.Version);
    }

    [Fact]
    public async Task Requests_made_while_disconnected_are_sent_after_the_reconnect_in_order()
    {
        var (client, proxy) = await ConnectThroughProxy();
        await Lose(client, proxy);
        var sets = Enumerable.Range(0, 50).Select(i => client.SetDataAsync(_root, Bytes($"{i}"), i)).ToList();
        Assert.All(sets, set => Assert.False(set.IsCompleted));
        await Regain(client, proxy);
        Assert.Equal(Enumerable.Range(1, 50), (await Eventually.Within(Task.WhenAll(sets), "all of them are answered")).Select(stat => stat.Version));
    }

    [Fact]
    public async Task A_session_that_stays_away_expires_and_never_comes_back()
    {
        var (client, proxy) = await ConnectThroughProxy(timeoutSeconds: 2);
        var (watch, own) = (new WatchRecorder(), new WatchRecorder());
        var ends = 0;
        client.StateChanged += state => ends += state == SessionState.Expired ? 1 : 0;
        await client.CreateAsync(At("e"), null, CreateMode.Ephemeral);
        await client.ExistsAsync(At("nothing"), own.Handle);
        await Client.ExistsAsync(At("e"), watch.Handle);
        await Lose(client, proxy);
        var waiting = client.SetDataAsync(_root, Bytes("x"));
        Assert.Equal(WatchEventType.NodeDeleted, (await watch.Next()).Type);
        proxy.RefuseNew = false;
        Assert.False((await Assert.ThrowsAsync<SessionExpiredException>(() => waiting)).OutcomeUnknown);
        await Eventually.BecomesTrue(() => client.State == SessionState.Expired, "the session has expired");
        Assert.Equal(new WatchEvent(WatchEventType.None, SessionState.Expired, At("nothing")), await own.Next());
        await Assert.ThrowsAsync<SessionExpiredException>(() => client.ExistsAsync(_root));
        await Eventually.BecomesTrue(() => Volatile.Read(ref ends) == 1, "the end was told once");
        Assert.Equal(0, (await StatOf(_root)).Version);
    }

    [Fact]
    public async Task A_session_whose_connection_is_silent_finds_another_one()
    {
        var (client, proxy) = await ConnectThroughProxy(timeoutSeconds: 3);
        await client.CreateAsync(At("e"), null, CreateMode.Ephemeral);
        var id = client.SessionId;
        proxy.Hold = true;
        await Eventually.BecomesTrue(() => client.State == SessionState.Disconnected, "the client has noticed the silence");
        proxy.Hold = false;
        Assert.NotNull(await Eventually.Within(client.ExistsAsync(At("e")), "an answer on another connection"));
        Assert.Equal((id, SessionState.Connected), (client.SessionId, client.State));
    }
}
