using System.Net;
using ChefActors.Testing;
using ChefActors.ZooKeeper.Tests.Scripted;
using ChefActors.ZooKeeper.Wire;
using Microsoft.Extensions.Time.Testing;

namespace ChefActors.ZooKeeper.Tests.Sessions;

public sealed class UpdateServersTests
{
    [Fact]
    public async Task A_session_moves_after_the_answers_that_are_due_and_what_is_asked_meanwhile_goes_to_the_next_server()
    {
        await using var first = new ScriptedServer();
        await using var second = new ScriptedServer();
        var (client, link) = await first.ConnectAsync();
        await using var _ = client;
        var before = client.DeleteAsync("/before");
        var request = await link.ReadAsync();
        client.UpdateServers(ConnectionString.Parse($"127.0.0.1:{second.Port}"));
        var meanwhile = client.DeleteAsync("/meanwhile");
        Assert.Equal(SessionState.Connected, client.State);
        await link.ReplyAsync(request);
        await before.WaitAsync(ScriptedLink.Bound);
        await Assert.ThrowsAnyAsync<EndOfStreamException>(link.ReadFrameAsync);
        var next = await second.AcceptAsync();
        Assert.Equal(0x77, next.Connect.SessionId);
        Assert.Equal("/meanwhile", (await next.AnswerAsync(OpCode.Delete)).Path);
        await meanwhile.WaitAsync(ScriptedLink.Bound);
    }

    [Fact]
    public async Task An_answer_that_does_not_come_holds_the_move_up_no_longer_than_the_read_time_out()
    {
        var time = new FakeTimeProvider();
        await using var first = new ScriptedServer();
        await using var second = new ScriptedServer();
        var (client, link) = await first.ConnectAsync(timeProvider: time, timeoutMs: 9_000);
        await using var _ = client;
        var hangs = client.DeleteAsync("/hangs");
        await link.ReadAsync();
        client.UpdateServers(ConnectionString.Parse($"127.0.0.1:{second.Port}"));
        var accepting = second.AcceptAsync();
        await Eventually.BecomesTrue(
            async () =>
            {
                // The server is alive and says so: silence is not what ends this.
                if (!hangs.IsCompleted) await link.NotifyAsync(WatchEventType.NodeCreated, "/x");
                time.Advance(TimeSpan.FromMilliseconds(100));
                return accepting.IsCompleted;
            },
            "it moves");
        Assert.True((await Assert.ThrowsAsync<ConnectionLossException>(() => hangs)).OutcomeUnknown);

        // Closing a session that is connected would wait for an answer by a clock that stands still.
        await Eventually.BecomesTrue(() => client.State == SessionState.Connected, "it has moved");
        second.Refuse();
        (await accepting).Drop();
        await Eventually.BecomesTrue(() => client.State == SessionState.Disconnected, "disconnected");
    }

    [Fact]
    public async Task A_list_that_holds_the_server_already_moves_nobody()
    {
        await using var server = new ScriptedServer();
        var (client, link) = await server.ConnectAsync();
        await using var _ = client;
        client.UpdateServers(ConnectionString.Parse($"127.0.0.1:{server.Port}"));
        var request = client.DeleteAsync("/a");
        await link.AnswerAsync(OpCode.Delete);
        await request.WaitAsync(ScriptedLink.Bound);
    }

    [Fact]
    public async Task A_session_that_is_looking_for_a_server_takes_the_new_list_at_once()
    {
        await using var gone = new ScriptedServer();
        await using var there = new ScriptedServer();
        var (client, link) = await gone.ConnectAsync();
        await using var _ = client;
        gone.Refuse();
        link.Drop();
        await Eventually.BecomesTrue(() => client.State == SessionState.Disconnected, "disconnected");
        client.UpdateServers(ConnectionString.Parse($"127.0.0.1:{there.Port}"));
        Assert.Equal(0x77, (await there.AcceptAsync()).Connect.SessionId);
    }

    [Fact]
    public async Task Another_chroot_is_refused()
    {
        await using var server = new ScriptedServer();
        var (client, _) = await server.ConnectAsync(chroot: "/app");
        await using var __ = client;
        var e = Assert.Throws<ArgumentException>(() => client.UpdateServers(ConnectionString.Parse("zk2:2181/other")));
        Assert.Contains("the chroot is '/other'; allowed: '/app'", e.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => client.UpdateServers(new ConnectionString([], "/app")));
    }

    [Fact]
    public async Task A_name_is_resolved_at_every_attempt_so_that_an_address_that_moved_is_followed()
    {
        await using var server = new ScriptedServer();
        var asked = new List<string>();
        var address = IPAddress.Loopback;
        var connecting = server.Connector(options => options with
        {
            ConnectionString = ConnectionString.Parse($"zk.example:{server.Port}"),
            Resolver = (name, _) =>
            {
                lock (asked) asked.Add(name);
                return Task.FromResult<IPAddress[]>([address]);
            },
        }).ConnectAsync(default);
        var link = await server.AcceptAsync();
        await using var client = await connecting.WaitAsync(ScriptedLink.Bound);

        // While the connection lives nobody asks again: a new address alone moves no session.
        address = IPAddress.Parse("127.0.0.2");
        var served = client.DeleteAsync("/a");
        await link.AnswerAsync(OpCode.Delete);
        await served.WaitAsync(ScriptedLink.Bound);

        // The whole of 127.0.0.0/8 is this machine; the second server has the same port on another address of it.
        await using var moved = new ScriptedServer(IPAddress.Parse("127.0.0.2"), server.Port);
        server.Refuse();
        link.Drop();
        Assert.Equal(0x77, (await moved.AcceptAsync()).Connect.SessionId);
        lock (asked) Assert.True(asked.Count >= 2 && asked.All(name => name == "zk.example"));
    }
}
