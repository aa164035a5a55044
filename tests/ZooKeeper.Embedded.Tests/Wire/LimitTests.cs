using ChefActors.Testing;
using ChefActors.ZooKeeper.Embedded.Network;
using ChefActors.ZooKeeper.Wire;
using ChefActors.ZooKeeper.Wire.Records;
using Microsoft.Extensions.Time.Testing;

namespace ChefActors.ZooKeeper.Embedded.Tests.Wire;

public sealed class LimitTests
{
    [Fact]
    public void Connections_are_counted_in_all_and_by_address_and_the_refusal_says_what_to_do()
    {
        var (one, two) = (System.Net.IPAddress.Loopback, System.Net.IPAddress.Parse("127.0.0.2"));
        var count = new ConnectionCount(limit: 3, perAddress: 2);
        Assert.Null(count.Enter(one));
        Assert.Null(count.Enter(one));
        Assert.Contains("127.0.0.1 has 2 connections, allowed are 2", count.Enter(one), StringComparison.Ordinal);
        Assert.Null(count.Enter(two));
        Assert.Contains("there are 3 connections, allowed are 3", count.Enter(two), StringComparison.Ordinal);
        count.Leave(one);
        Assert.Null(count.Enter(two));
    }

    [Fact]
    public async Task A_connection_collects_a_bounded_number_of_credentials_and_repeating_one_is_free()
    {
        await using var server = await EmbeddedZooKeeper.StartAsync();
        using var client = await RawClient.ConnectAsync(server);
        Task<RawReply> AuthAsync(int user) => client.CallAsync(OpCode.Auth, w => new AuthRequest(0, "digest", DigestAuth.Credentials($"user{user}", "x")).Write(w), Xid.Auth);

        // The first identity is the address.
        for (var user = 1; user < 64; user++) Assert.Equal(ErrorCode.Ok, (await AuthAsync(user)).Header.Error);
        Assert.Equal(ErrorCode.Ok, (await AuthAsync(1)).Header.Error);
        Assert.Equal(ErrorCode.AuthFailed, (await AuthAsync(64)).Header.Error);
        await client.AssertClosedAsync();
    }

    [Theory]
    [InlineData(3, 0)]
    [InlineData(0, 3)]
    public async Task A_connection_too_many_is_closed_and_one_that_ends_makes_room(int all, int perAddress)
    {
        await using var server = await EmbeddedZooKeeper.StartAsync(new EmbeddedOptions { MaxConnections = all, MaxConnectionsPerAddress = perAddress });
        var clients = new List<RawClient>();
        for (var i = 0; i < 3; i++) clients.Add(await RawClient.ConnectAsync(server));
        using (var fourth = await RawClient.OpenAsync(server)) await fourth.AssertClosedAsync();
        Assert.Equal(ErrorCode.Ok, (await clients[2].PingAsync()).Header.Error);
        clients[0].Dispose();
        await Eventually.BecomesTrue(async () => await IsServedAsync(server), "there is room again");
        clients.ForEach(c => c.Dispose());
    }

    [Theory]
    [InlineData(10, 10_000, 1 << 20, 100, 20)]
    [InlineData(1000, 10, 1 << 20, 100, 12)]
    [InlineData(1000, 10_000, 64 << 10, 5000, 15)]
    public async Task Who_sends_more_than_may_wait_is_not_read_further_and_everything_is_answered_in_the_end(int perConnection, int all, int bytes, int requestBytes, int atMost)
    {
        const int requests = 600;
        await using var server = await EmbeddedZooKeeper.StartAsync(new EmbeddedOptions { MaxOutstandingPerConnection = perConnection, MaxOutstanding = all, MaxOutstandingBytes = bytes });
        using var one = await RawClient.ConnectAsync(server);
        using var two = await RawClient.ConnectAsync(server);
        await one.CreateAsync("/a", null);
        await server.FreezeAsync();
        var body = new byte[requestBytes];
        var sending = Task.WhenAll(new[] { one, two }.Select(client => Task.Run(async () =>
        {
            for (var i = 0; i < requests; i++) await client.SendAsync(OpCode.SetData, w => new SetDataRequest("/a", body, -1).Write(w));
        })));
        await Eventually.BecomesTrue(async () => await OutstandingAsync(server) >= atMost - 3, "requests wait");

        // Without the limit far more would have come by now.
        await Task.Delay(200);
        Assert.InRange(await OutstandingAsync(server), atMost - 3, atMost);
        await server.ThawAsync();
        foreach (var client in new[] { one, two })
        {
            for (var i = 0; i < requests; i++) Assert.Equal(ErrorCode.Ok, (await client.ReceiveAsync()).Header.Error);
        }

        await sending;
    }

    [Fact]
    public async Task While_too_many_wait_in_all_a_connection_that_has_none_waiting_still_comes_forward()
    {
        var waiting = new WaitingRequests(limit: 2, bytesLimit: 1000);
        waiting.Add(10);
        Assert.False(waiting.AreTooMany);
        waiting.Add(10);
        Assert.True(waiting.AreTooMany);
        waiting.Remove(10);
        waiting.Add(995);
        waiting.Remove(10);
        Assert.False(waiting.AreTooMany);
        await using var server = await EmbeddedZooKeeper.StartAsync(new EmbeddedOptions { MaxOutstanding = 1 });
        var clients = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => RawClient.ConnectAsync(server)));
        await Task.WhenAll(clients.Select(async client =>
        {
            for (var i = 0; i < 20; i++) await client.SendAsync(OpCode.Ping, xid: Xid.Ping);
            for (var i = 0; i < 20; i++) await client.ReceiveAsync();
            client.Dispose();
        }));
    }

    [Fact]
    public async Task A_client_that_reads_no_answers_is_not_served_further_and_one_that_reads_no_events_is_dropped()
    {
        await using var server = await EmbeddedZooKeeper.StartAsync(new EmbeddedOptions { MaxUnreadBytes = 1 << 20 });
        using var writer = await RawClient.ConnectAsync(server);
        var name = new string('n', 500);
        await writer.CreateAsync("/a", new byte[60_000]);
        using var deaf = await RawClient.ConnectAsync(server);
        await deaf.CallAsync(OpCode.AddWatch, w => new PathTypeRequest("/a", 1).Write(w));
        for (var i = 0; i < 200; i++) await deaf.SendAsync(OpCode.GetData, w => new PathWatchRequest("/a", false).Write(w));

        // Twelve megabytes of answers, of which a sixteenth of the limit is kept for it: it is still connected.
        Assert.Equal(ErrorCode.Ok, (await writer.SetAsync("/a", null)).Header.Error);
        Assert.True(await server.DropConnectionAsync(deaf.Session.SessionId));

        using var watcher = await RawClient.ConnectAsync(server);
        await watcher.CallAsync(OpCode.AddWatch, w => new PathTypeRequest("/a", 1).Write(w));
        await Eventually.BecomesTrue(
            async () =>
            {
                for (var i = 0; i < 500; i++)
                {
                    await writer.CreateAsync("/a/" + name, null);
                    await writer.DeleteAsync("/a/" + name);
                }

                return (await AskAsync(server, "srvr")).Contains("Connections: 1\n", StringComparison.Ordinal);
            },
            "it is dropped",
            TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task Who_begins_no_session_goes_after_the_longest_time_out()
    {
        var time = new FakeTimeProvider();
        await using var server = await EmbeddedZooKeeper.StartAsync(timeProvider: time);
        using var silent = await RawClient.OpenAsync(server);
        using var client = await RawClient.ConnectAsync(server, timeoutMs: 40_000);
        time.Advance(TimeSpan.FromSeconds(39));
        await client.PingAsync();
        Assert.Equal(0, silent.Socket.Available);
        Assert.False(silent.Socket.Poll(0, System.Net.Sockets.SelectMode.SelectRead), "it was closed early");
        time.Advance(TimeSpan.FromSeconds(3));
        await silent.AssertClosedAsync();
        Assert.Equal(ErrorCode.Ok, (await client.PingAsync()).Header.Error);
    }

    [Fact]
    public async Task A_hostile_count_allocates_no_more_than_it_brought()
    {
        await using var server = await EmbeddedZooKeeper.StartAsync();
        using var client = await RawClient.ConnectAsync(server);
        await client.PingAsync();
        var before = GC.GetTotalAllocatedBytes();
        for (var i = 0; i < 100; i++)
        {
            // Claims two billion paths, items and bytes.
            Assert.Equal(ErrorCode.MarshallingError, (await client.CallAsync(OpCode.SetWatches, w => { w.WriteLong(0); w.WriteInt(int.MaxValue); })).Header.Error);
            Assert.Equal(ErrorCode.MarshallingError, (await client.CallAsync(OpCode.Create, w => { w.WriteString("/a"); w.WriteInt(int.MaxValue); })).Header.Error);
        }

        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 200_000_000);
    }

    private static async Task<int> OutstandingAsync(EmbeddedZooKeeper server)
    {
        const string name = "zk_outstanding_requests\t";
        var line = (await AskAsync(server, "mntr")).Split('\n').Single(l => l.StartsWith(name, StringComparison.Ordinal));
        return int.Parse(line[name.Length..], System.Globalization.CultureInfo.InvariantCulture);
    }

    private static async Task<string> AskAsync(EmbeddedZooKeeper server, string word)
    {
        using var client = await RawClient.OpenAsync(server);
        await client.SendBytesAsync(System.Text.Encoding.ASCII.GetBytes(word));
        using var reader = new StreamReader(new System.Net.Sockets.NetworkStream(client.Socket));
        return await reader.ReadToEndAsync();
    }

    private static async Task<bool> IsServedAsync(EmbeddedZooKeeper server)
    {
        using var client = await RawClient.OpenAsync(server);
        using var writer = new JuteWriter();
        new ConnectRequest(0, 0, 10_000, 0, new byte[16], false).Write(writer);
        try
        {
            await client.SendFrameAsync(writer.Written.ToArray());
            return await client.ReceiveFrameAsync() is not null;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
