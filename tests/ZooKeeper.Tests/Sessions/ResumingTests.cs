using ChefActors.Testing;
using ChefActors.ZooKeeper.Tests.Scripted;
using ChefActors.ZooKeeper.Wire;
using Microsoft.Extensions.Time.Testing;

namespace ChefActors.ZooKeeper.Tests.Sessions;

/// <summary>What goes over the wire when a session is left and resumed.</summary>
public sealed class ResumingTests
{
    private static readonly SessionTicket _ticket = new(0x77, 41, [1, 2, 3]);

    [Fact]
    public async Task Detaching_waits_for_what_was_asked_and_asks_for_no_end_of_the_session()
    {
        await using var server = new ScriptedServer();
        var (client, link) = await server.ConnectAsync(options => options with { CloseTimeout = ScriptedLink.Bound }, chroot: "/app");
        var write = client.DeleteAsync("/a");
        var detaching = client.DetachAsync();
        await Assert.ThrowsAsync<SessionExpiredException>(() => client.DeleteAsync("/late"));
        await link.AnswerAsync(OpCode.Delete, zxid: 41);
        Assert.Equal("/app", (await link.AnswerAsync(OpCode.Exists, error: ErrorCode.NoNode, zxid: 42)).Path);
        var ticket = await detaching.WaitAsync(ScriptedLink.Bound);
        await write;
        await Assert.ThrowsAnyAsync<EndOfStreamException>(link.ReadFrameAsync);
        Assert.Equal((0x77, 42), (ticket.SessionId, ticket.LastZxid));
        Assert.Equal(SessionState.Closed, client.State);
        await client.DisposeAsync();
        Assert.Equal(ticket, await client.DetachAsync());
    }

    [Fact]
    public async Task A_closed_session_leaves_nothing_to_detach()
    {
        await using var server = new ScriptedServer();
        var (client, _) = await server.ConnectAsync();
        await client.CloseAsync();
        await Assert.ThrowsAsync<SessionExpiredException>(() => client.DetachAsync());
    }

    [Fact]
    public async Task A_resumed_session_says_who_it_is_and_what_it_saw()
    {
        await using var server = new ScriptedServer();
        var connecting = server.Connector().ResumeAsync(_ticket, default);
        var link = await server.AcceptAsync();
        await using var client = await connecting.WaitAsync(ScriptedLink.Bound);
        Assert.Equal((0x77, 41), (link.Connect.SessionId, link.Connect.LastZxidSeen));
        Assert.Equal([1, 2, 3], link.Connect.Password);
        Assert.Equal(0x77, client.SessionId);
    }

    [Fact]
    public async Task A_session_that_the_servers_do_not_know_is_not_resumed()
    {
        await using var server = new ScriptedServer();
        var connecting = server.Connector().ResumeAsync(_ticket, default);
        await server.AcceptAsync(timeoutMs: 0);
        Assert.Equal("resume", (await Assert.ThrowsAsync<SessionExpiredException>(() => connecting.WaitAsync(ScriptedLink.Bound))).Operation);
    }

    [Fact]
    public async Task Without_a_server_for_as_long_as_a_session_can_live_resuming_fails()
    {
        var time = new FakeTimeProvider();
        await using var server = new ScriptedServer();
        var connector = server.Connector(timeProvider: time);
        server.Refuse();
        var connecting = connector.ResumeAsync(_ticket, default);
        await Eventually.BecomesTrue(
            () =>
            {
                time.Advance(TimeSpan.FromMilliseconds(500));
                return connecting.IsCompleted;
            },
            "given up");
        await Assert.ThrowsAsync<SessionExpiredException>(() => connecting);
        Assert.True(time.GetUtcNow() - time.Start >= TimeSpan.FromSeconds(20) * 4 / 3);
    }

    [Fact]
    public async Task Giving_up_resuming_leaves_the_session_as_it_is()
    {
        await using var server = new ScriptedServer();
        using var patience = new CancellationTokenSource();
        var connecting = server.Connector().ResumeAsync(_ticket, patience.Token);
        using var raw = await server.AcceptRawAsync();
        await Eventually.BecomesTrue(() => raw.Available > 0, "the handshake came");
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting.WaitAsync(ScriptedLink.Bound));

        // The handshake came, and no end of the session after it.
        var link = new ScriptedLink(raw, raw.GetStream());
        await link.ReadFrameAsync();
        await Assert.ThrowsAnyAsync<EndOfStreamException>(link.ReadFrameAsync);
    }
}
