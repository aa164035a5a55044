using System.Net;
using System.Net.Sockets;
using System.Text;
using ChefActors.ZooKeeper.Wire;
using ChefActors.ZooKeeper.Wire.Records;

namespace ChefActors.ZooKeeper.Embedded.Tests.Wire;

public sealed class ServerTests
{
    [Fact]
    public async Task The_operators_words_are_answered_in_the_real_servers_format()
    {
        await using var server = await EmbeddedZooKeeper.StartAsync();
        using var client = await RawClient.ConnectAsync(server);
        await client.CreateAsync("/e", mode: CreateMode.Ephemeral);
        Assert.Equal("imok", await AskAsync(server, "ruok"));
        Assert.Equal("imok", await AskAsync(server, "ruok\n"));
        Assert.Equal("rw", await AskAsync(server, "isro"));
        var lines = (await AskAsync(server, "srvr")).Split('\n');
        Assert.StartsWith("Zookeeper version: 3.8.", lines[0], StringComparison.Ordinal);
        Assert.Contains("Mode: standalone", lines);
        Assert.Contains("Connections: 1", lines);
        Assert.Contains("Zxid: 0x2", lines);
        Assert.Contains("Node count: 6", lines);
        var metrics = await AskAsync(server, "mntr");
        Assert.Contains("zk_ephemerals_count\t1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("zk_server_state\tstandalone\n", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Five_hundred_sessions_are_served_at_once_without_a_thread_each()
    {
        await using var server = await EmbeddedZooKeeper.StartAsync();
        var clients = await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => RawClient.ConnectAsync(server)));
        await Task.WhenAll(clients.Select((c, i) => c.CreateAsync($"/c{i}", mode: CreateMode.Ephemeral)));
        await clients[0].CreateAsync("/go");
        await Task.WhenAll(clients.Select(c => c.ReadAsync(OpCode.GetData, "/go", watch: true)));
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        Assert.True(process.Threads.Count < 200, $"{process.Threads.Count} threads");
        using var writer = await RawClient.ConnectAsync(server);
        await writer.SetAsync("/go", [1]);
        foreach (var client in clients) Assert.Equal((WatchEventType.NodeDataChanged, "/go"), (await client.ReceiveAsync()).AsEvent());
        foreach (var client in clients) client.Dispose();
    }

    [Fact]
    public async Task Dropped_connections_leave_the_sessions_alive()
    {
        await using var server = await EmbeddedZooKeeper.StartAsync();
        using var one = await RawClient.ConnectAsync(server);
        using var two = await RawClient.ConnectAsync(server);
        Assert.True(await server.DropConnectionAsync(one.Session.SessionId));
        await one.AssertClosedAsync();
        Assert.Equal(ErrorCode.Ok, (await two.PingAsync()).Header.Error);
        Assert.InRange(server.DropConnections(), 1, 2);
        await two.AssertClosedAsync();
        using var back = await RawClient.ConnectAsync(server, again: one.Session);
        Assert.Equal(one.Session.SessionId, back.Session.SessionId);
    }

    [Fact]
    public async Task A_suspended_server_refuses_connections_and_remembers_everything()
    {
        await using var server = await EmbeddedZooKeeper.StartAsync();
        using var client = await RawClient.ConnectAsync(server);
        await client.CreateAsync("/e", [1], CreateMode.Ephemeral);
        await server.SuspendAsync();
        await client.AssertClosedAsync();
        await Assert.ThrowsAsync<SocketException>(() => RawClient.ConnectAsync(server));
        await server.ResumeAsync();
        using var back = await RawClient.ConnectAsync(server, again: client.Session);
        Assert.Equal(client.Session.SessionId, (await back.ReadAsync(OpCode.Exists, "/e")).As(StatResponse.Read).Stat.EphemeralOwner);
    }

    [Fact]
    public async Task A_server_that_stops_frees_its_port_and_closes_every_connection()
    {
        var server = await EmbeddedZooKeeper.StartAsync();
        using var client = await RawClient.ConnectAsync(server);
        await server.StopAsync();
        await server.StopAsync();
        await client.AssertClosedAsync();
        Assert.True(server.Completion.IsCompletedSuccessfully);
        await using var second = await EmbeddedZooKeeper.StartAsync(new EmbeddedOptions { Port = server.Port });
        Assert.Equal(server.Port, second.Port);
        await Assert.ThrowsAsync<SocketException>(() => EmbeddedZooKeeper.StartAsync(new EmbeddedOptions { Port = server.Port }));
        await Assert.ThrowsAsync<ObjectDisposedException>(server.GetSessionsAsync);
    }

    [Fact]
    public async Task Settings_out_of_range_are_named()
    {
        EmbeddedOptions[] wrong =
        [
            new() { Port = 70_000 }, new() { TickTime = TimeSpan.Zero }, new() { MinSessionTimeout = TimeSpan.FromSeconds(9), MaxSessionTimeout = TimeSpan.FromSeconds(1) },
            new() { RequestFrameLimit = 10 }, new() { SnapshotTransactions = 0 }, new() { SnapshotBytes = 1000 }, new() { DataDirectory = "" }, new() { MaxConnections = -1 },
            new() { MaxConnectionsPerAddress = -1 }, new() { MaxOutstanding = 0 }, new() { MaxOutstandingPerConnection = 0 }, new() { MaxOutstandingBytes = 1 }, new() { MaxUnreadBytes = 1 }, new() { MaxTreeBytes = -1 },
        ];
        foreach (var options in wrong) await Assert.ThrowsAsync<ArgumentException>(() => EmbeddedZooKeeper.StartAsync(options));
    }

    private static async Task<string> AskAsync(EmbeddedZooKeeper server, string word)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, server.Port);
        await tcp.GetStream().WriteAsync(Encoding.ASCII.GetBytes(word));
        using var reader = new StreamReader(tcp.GetStream());
        return await reader.ReadToEndAsync();
    }
}
