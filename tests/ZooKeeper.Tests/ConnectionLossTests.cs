using ChefActors.Testing;
using ChefActors.ZooKeeper.Tests.Scripted;
using ChefActors.ZooKeeper.Wire;
using ChefActors.ZooKeeper.Wire.Records;
using Microsoft.Extensions.Time.Testing;

namespace ChefActors.ZooKeeper.Tests;

public sealed class ConnectionLossTests
{
    private static readonly Stat _stat = new(1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1);

    [Fact]
    public async Task A_write_in_flight_may_have_happened_and_a_read_has_no_outcome()
    {
        await using var server = new ScriptedServer();
        var (client, link) = await server.ConnectAsync();
        await using var _ = client;
        var write = client.SetDataAsync("/a", [1]);
        var read = client.GetDataAsync("/a");
        await link.ReadAsync();
        await link.ReadAsync();
        link.Drop();
        Assert.True((await Assert.ThrowsAsync<ConnectionLossException>(() => write.WaitAsync(ScriptedLink.Bound))).OutcomeUnknown);
        Assert.False((await Assert.ThrowsAsync<ConnectionLossException>(() => read.WaitAsync(ScriptedLink.Bound))).OutcomeUnknown);
    }

    [Fact]
    public async Task What_was_asked_while_disconnected_is_sent_in_order_on_the_next_connection_of_the_same_session()
    {
        await using var server = new ScriptedServer();
        var (client, link) = await server.ConnectAsync();
        await using var _ = client;
        link.Drop();
        await Eventually.BecomesTrue(() => client.State == SessionState.Disconnected, "disconnected");
        var first = client.SetDataAsync("/1", null);
        var second = client.DeleteAsync("/2");
        var next = await server.AcceptAsync();
        Assert.Equal(0x77, next.Connect.SessionId);
        Assert.Equal("/1", (await next.AnswerAsync(OpCode.SetData, new StatResponse(_stat).Write)).Path);
        Assert.Equal("/2", (await next.AnswerAsync(OpCode.Delete)).Path);
        Assert.Equal(_stat, await first.WaitAsync(ScriptedLink.Bound));
        await second.WaitAsync(ScriptedLink.Bound);
    }

    [Fact]
    public async Task What_waited_when_the_session_expired_fails_and_certainly_did_not_happen()
    {
        await using var server = new ScriptedServer();
        var (client, link) = await server.ConnectAsync();
        await using var _ = client;
        link.Drop();
        await Eventually.BecomesTrue(() => client.State == SessionState.Disconnected, "disconnected");
        var waiting = client.SetDataAsync("/1", null);
        await server.AcceptAsync(timeoutMs: 0);
        Assert.False((await Assert.ThrowsAsync<SessionExpiredException>(() => waiting.WaitAsync(ScriptedLink.Bound))).OutcomeUnknown);
        Assert.Equal(SessionState.Expired, client.State);
        await Assert.ThrowsAsync<SessionExpiredException>(() => client.DeleteAsync("/2"));
    }

    [Fact]
    public async Task A_request_that_was_given_up_before_it_was_written_is_never_written()
    {
        await using var server = new ScriptedServer();
        var (client, link) = await server.ConnectAsync();
        await using var _ = client;
        link.Drop();
        await Eventually.BecomesTrue(() => client.State == SessionState.Disconnected, "disconnected");
        using var patience = new CancellationTokenSource();
        var given = client.DeleteAsync("/given-up", cancellationToken: patience.Token);
        var kept = client.DeleteAsync("/kept");
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        var next = await server.AcceptAsync();
        Assert.Equal("/kept", (await next.AnswerAsync(OpCode.Delete)).Path);
        await kept.WaitAsync(ScriptedLink.Bound);
    }

    [Fact]
    public async Task Without_a_server_for_four_thirds_of_the_time_out_the_session_expires_by_the_own_clock()
    {
        var time = new FakeTimeProvider();
        await using var server = new ScriptedServer();
        var (client, link) = await server.ConnectAsync(timeProvider: time, timeoutMs: 9_000);
        await using var _ = client;
        server.Refuse();
        link.Drop();
        await Eventually.BecomesTrue(() => client.State == SessionState.Disconnected, "disconnected");
        var waiting = client.DeleteAsync("/a");
        time.Advance(TimeSpan.FromSeconds(11.9));
        Assert.Equal(SessionState.Disconnected, client.State);
        await Eventually.BecomesTrue(
            () =>
            {
                time.Advance(TimeSpan.FromMilliseconds(20));
                return client.State == SessionState.Expired;
            },
            "expired");
        await Assert.ThrowsAsync<SessionExpiredException>(() => waiting.WaitAsync(ScriptedLink.Bound));
    }

    [Fact]
    public async Task Silence_for_two_thirds_of_the_time_out_ends_the_connection_and_pings_come_before()
    {
        var time = new FakeTimeProvider();
        await using var server = new ScriptedServer();
        var (client, link) = await server.ConnectAsync(timeProvider: time, timeoutMs: 9_000);
        await using var _ = client;
        var ping = link.ReadFrameAsync();
        await Eventually.BecomesTrue(
            () =>
            {
                time.Advance(TimeSpan.FromMilliseconds(100));
                return ping.IsCompleted;
            },
            "a ping");
        Assert.Equal(OpCode.Ping, ScriptedRequest.Of(await ping).Header.Type);
        Assert.Equal(SessionState.Connected, client.State);
        await Eventually.BecomesTrue(
            () =>
            {
                time.Advance(TimeSpan.FromMilliseconds(100));
                return client.State == SessionState.Disconnected;
            },
            "given up");
    }

    [Fact]
    public async Task A_reply_out_of_order_ends_the_connection()
    {
        await using var server = new ScriptedServer();
        var (client, link) = await server.ConnectAsync();
        await using var _ = client;
        var write = client.DeleteAsync("/a");
        var request = await link.ReadAsync();
        await link.ReplyAsync(request with { Header = request.Header with { Xid = 99 } });
        var loss = await Assert.ThrowsAsync<ConnectionLossException>(() => write.WaitAsync(ScriptedLink.Bound));
        Assert.True(loss.OutcomeUnknown);
        Assert.IsType<WireFormatException>(loss.InnerException);
    }
}
