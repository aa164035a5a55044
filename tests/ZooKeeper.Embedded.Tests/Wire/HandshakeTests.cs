using ChefActors.ZooKeeper.Wire;
using ChefActors.ZooKeeper.Wire.Records;
using Microsoft.Extensions.Time.Testing;

namespace ChefActors.ZooKeeper.Embedded.Tests.Wire;

public sealed class HandshakeTests
{
    [Theory]
    [InlineData(1, 4_000)]
    [InlineData(30_000, 30_000)]
    [InlineData(1_000_000, 40_000)]
    public async Task The_time_out_is_clamped_to_two_and_twenty_ticks(int asked, int granted)
    {
        await using var server = await EmbeddedZooKeeper.StartAsync();
        using var client = await RawClient.ConnectAsync(server, asked);
        Assert.Equal(granted, client.Session.TimeoutMs);
        Assert.NotEqual(0, client.Session.SessionId);
        Assert.Equal(16, client.Session.Password!.Length);
        Assert.False(client.Session.ReadOnly);
    }

    [Fact]
    public async Task A_client_that_leaves_out_the_read_only_flag_gets_none()
    {
        await using var server = await EmbeddedZooKeeper.StartAsync();
        using var client = await RawClient.OpenAsync(server);
        var session = await client.HandshakeAsync(new ConnectRequest(0, 0, 10_000, 0, new byte[16], ReadOnly: null));
        Assert.Null(session.ReadOnly);
        Assert.Equal(10_000, session.TimeoutMs);
    }

    [Fact]
    public async Task A_session_moves_to_the_connection_that_shows_its_password_and_the_older_one_is_closed()
    {
        await using var server = await EmbeddedZooKeeper.StartAsync();
        using var first = await RawClient.ConnectAsync(server);
        await first.CreateAsync("/mine", mode: CreateMode.Ephemeral);
        using var second = await RawClient.ConnectAsync(server, again: first.Session);
        Assert.Equal(first.Session.SessionId, second.Session.SessionId);
        await first.AssertClosedAsync();
        var stat = (await second.ReadAsync(OpCode.Exists, "/mine")).As(StatResponse.Read).Stat;
        Assert.Equal(first.Session.SessionId, stat.EphemeralOwner);
    }

    [Fact]
    public async Task A_wrong_password_or_an_unknown_session_is_answered_as_expired_and_the_session_stays()
    {
        await using var server = await EmbeddedZooKeeper.StartAsync();
        using var owner = await RawClient.ConnectAsync(server);
        using var thief = await RawClient.ConnectAsync(server, again: owner.Session with { Password = new byte[16] });
        Assert.Equal((0, 0), (thief.Session.TimeoutMs, thief.Session.SessionId));
        await thief.AssertClosedAsync();
        using var stranger = await RawClient.ConnectAsync(server, again: owner.Session with { SessionId = 4711 });
        Assert.Equal(0, stranger.Session.TimeoutMs);
        Assert.Equal(ErrorCode.Ok, (await owner.PingAsync()).Header.Error);
    }

    [Fact]
    public async Task A_client_that_has_seen_more_than_the_server_is_closed_without_an_answer()
    {
        await using var server = await EmbeddedZooKeeper.StartAsync();
        using var client = await RawClient.OpenAsync(server);
        await Assert.ThrowsAsync<EndOfStreamException>(() => client.HandshakeAsync(new ConnectRequest(0, 99, 10_000, 0, new byte[16], false)));
    }

    [Fact]
    public async Task Closing_a_session_is_answered_then_the_stream_ends_and_its_ephemeral_znodes_are_gone()
    {
        await using var server = await EmbeddedZooKeeper.StartAsync();
        using var other = await RawClient.ConnectAsync(server);
        using var client = await RawClient.ConnectAsync(server);
        await client.CreateAsync("/gone", mode: CreateMode.Ephemeral);
        await other.ReadAsync(OpCode.Exists, "/gone", watch: true);
        Assert.Equal(ErrorCode.Ok, (await client.CallAsync(OpCode.CloseSession)).Header.Error);
        await client.AssertClosedAsync();
        Assert.Equal((WatchEventType.NodeDeleted, "/gone"), (await other.ReceiveAsync()).AsEvent());
        using var again = await RawClient.ConnectAsync(server, again: client.Session);
        Assert.Equal(0, again.Session.TimeoutMs);
    }

    [Fact]
    public async Task A_silent_session_expires_by_the_servers_clock_and_one_that_pings_does_not()
    {
        var time = new FakeTimeProvider();
        await using var server = await EmbeddedZooKeeper.StartAsync(timeProvider: time);
        using var silent = await RawClient.ConnectAsync(server, 4_000);
        using var alive = await RawClient.ConnectAsync(server, 4_000);
        await silent.CreateAsync("/silent", mode: CreateMode.Ephemeral);
        await alive.ReadAsync(OpCode.Exists, "/silent", watch: true);
        for (var i = 0; i < 4; i++)
        {
            time.Advance(TimeSpan.FromSeconds(2));
            var reply = await alive.CallAnyAsync(OpCode.Ping, Xid.Ping);
            if (reply.Header.Xid == Xid.Ping) continue;
            Assert.Equal((WatchEventType.NodeDeleted, "/silent"), reply.AsEvent());
            await silent.AssertClosedAsync();
            Assert.Equal([alive.Session.SessionId], await server.GetSessionsAsync());
            return;
        }

        Assert.Fail("the session outlived its time-out by more than a tick");
    }

    [Fact]
    public async Task Expiring_a_session_drops_its_connection_and_its_ephemeral_znodes_in_one_transaction()
    {
        await using var server = await EmbeddedZooKeeper.StartAsync();
        using var client = await RawClient.ConnectAsync(server);
        using var other = await RawClient.ConnectAsync(server);
        await client.CreateAsync("/a", mode: CreateMode.Ephemeral);
        await client.CreateAsync("/b", mode: CreateMode.Ephemeral);
        var before = (await other.PingAsync()).Header.Zxid;
        Assert.True(await server.ExpireSessionAsync(client.Session.SessionId));
        Assert.False(await server.ExpireSessionAsync(client.Session.SessionId));
        await client.AssertClosedAsync();
        Assert.Equal(before + 1, (await other.PingAsync()).Header.Zxid);
        Assert.Equal(["zookeeper"], (await other.ReadAsync(OpCode.GetChildren, "/")).As(ChildrenResponse.Read).Names);
    }
}
