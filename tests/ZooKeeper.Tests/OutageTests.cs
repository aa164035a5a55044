using System.Net;
using System.Net.Sockets;
using ChefActors.Testing;
using ChefActors.ZooKeeper.Tests.Scripted;
using ChefActors.ZooKeeper.Wire;
using ChefActors.ZooKeeper.Wire.Records;
using Microsoft.Extensions.Time.Testing;

namespace ChefActors.ZooKeeper.Tests;

/// <summary>No server for minutes, names without an address, servers that take connections and say nothing; by a clock that the test moves.</summary>
public sealed class OutageTests
{
    private static readonly Stat _stat = new(1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1);

    private readonly FakeTimeProvider _time = new();
    private bool _isNamed;

    [Fact]
    public async Task All_servers_gone_for_minutes_end_the_session_once_and_a_new_client_begins_anew_when_they_are_back()
    {
        await using var server = new ScriptedServer();
        var (client, link) = await server.ConnectAsync(timeProvider: _time, timeoutMs: 30_000);
        await using var _ = client;
        var told = new List<WatchEvent>();
        var watching = client.GetDataAsync("/a", watchEvent =>
        {
            lock (told) told.Add(watchEvent);
            return ValueTask.CompletedTask;
        });
        await link.AnswerAsync(OpCode.GetData, new DataResponse(null, _stat).Write);
        await watching.WaitAsync(ScriptedLink.Bound);
        server.Refuse();
        link.Drop();
        await Eventually.BecomesTrue(() => client.State == SessionState.Disconnected, "disconnected");
        var waiting = client.SetDataAsync("/a", [1]);
        await PassAsync(TimeSpan.FromMinutes(5), step: TimeSpan.FromSeconds(1));

        Assert.Equal(SessionState.Expired, client.State);
        Assert.False((await Assert.ThrowsAsync<SessionExpiredException>(() => waiting.WaitAsync(ScriptedLink.Bound))).OutcomeUnknown);
        await Eventually.BecomesTrue(() => Told().Length > 0, "the watch is told");
        Assert.Equal([new WatchEvent(WatchEventType.None, SessionState.Expired, "/a")], Told());

        await using var back = new ScriptedServer(port: server.Port);
        var connecting = back.Connector().ConnectAsync(CancellationToken.None);
        var next = await back.AcceptAsync(sessionId: 0x78);
        Assert.Equal(0, next.Connect.SessionId);
        await using var second = await connecting.WaitAsync(ScriptedLink.Bound);
        Assert.Equal(0x78, second.SessionId);

        WatchEvent[] Told()
        {
            lock (told) return [.. told];
        }
    }

    [Fact]
    public async Task A_client_that_finds_no_server_for_minutes_goes_on_with_pauses_and_connects_when_one_is_there()
    {
        var asked = 0;
        await using var server = new ScriptedServer();
        var connecting = server.Connector(
            options => options with
            {
                ConnectionString = ConnectionString.Parse($"zk.example:{server.Port}"),
                ReconnectDelay = TimeSpan.FromMilliseconds(500),
                Resolver = (_, _) => Interlocked.Increment(ref asked) > 0 && Volatile.Read(ref _isNamed)
                    ? Task.FromResult<IPAddress[]>([IPAddress.Loopback])
                    : throw new SocketException((int)SocketError.HostNotFound),
            },
            _time).ConnectAsync(CancellationToken.None);
        await PassAsync(TimeSpan.FromMinutes(10), step: TimeSpan.FromSeconds(1));
        Assert.False(connecting.IsCompleted, "connected to nobody");

        // A pause has at most 5 s, and some 2.5 on the average; the clock moves by whole seconds.
        Assert.InRange(asked, 60, 400);
        Volatile.Write(ref _isNamed, true);
        var accepting = server.AcceptAsync();
        await Eventually.BecomesTrue(() => Moved(accepting.IsCompleted), "it asks again and connects");
        await accepting;
        await using var client = await connecting.WaitAsync(ScriptedLink.Bound);
        Assert.Equal(0x77, client.SessionId);
        server.Refuse();
        (await accepting).Drop();
        await Eventually.BecomesTrue(() => client.State == SessionState.Disconnected, "disconnected");
    }

    [Fact]
    public async Task A_server_that_takes_the_connection_and_says_nothing_costs_a_fifth_of_the_time_out_not_the_session()
    {
        await using var server = new ScriptedServer();
        var (client, link) = await server.ConnectAsync(timeProvider: _time, timeoutMs: 30_000);
        await using var _ = client;
        link.Drop();
        var silent = server.AcceptRawAsync();
        await Eventually.BecomesTrue(() => Moved(silent.IsCompleted), "it tries again");
        using var __ = await silent;
        var accepting = server.AcceptAsync();
        await PassAsync(TimeSpan.FromSeconds(5.9), step: TimeSpan.FromMilliseconds(100));
        Assert.False(accepting.IsCompleted, "it is impatient");
        await Eventually.BecomesTrue(() => Moved(accepting.IsCompleted), "it gives the silent one up");
        Assert.Equal(0x77, (await accepting).Connect.SessionId);
        await Eventually.BecomesTrue(() => client.State == SessionState.Connected, "connected again");
        Assert.InRange(_time.GetUtcNow() - _time.Start, TimeSpan.Zero, TimeSpan.FromSeconds(15));
        server.Refuse();
        (await accepting).Drop();
        await Eventually.BecomesTrue(() => client.State == SessionState.Disconnected, "disconnected");
    }

    /// <summary>Moves the clock a little while something has not happened.</summary>
    private bool Moved(bool happened)
    {
        if (!happened) _time.Advance(TimeSpan.FromMilliseconds(100));
        return happened;
    }

    /// <summary>Moves the clock step by step, with room for what each step wakes.</summary>
    private async Task PassAsync(TimeSpan time, TimeSpan step)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += step)
        {
            _time.Advance(step);
            await Task.Delay(2);
        }
    }
}
