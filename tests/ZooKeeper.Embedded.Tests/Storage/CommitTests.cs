using System.Collections.Concurrent;
using ChefActors.Testing;
using ChefActors.ZooKeeper.Embedded.Tests.Wire;
using ChefActors.ZooKeeper.Wire;
using ChefActors.ZooKeeper.Wire.Records;

namespace ChefActors.ZooKeeper.Embedded.Tests.Storage;

/// <summary>What clients hear while a sync lasts, and when it fails.</summary>
public sealed class CommitTests
{
    private readonly PowerLossDisk _disk = new();
    private readonly SeenRequests _seen = new();

    [Fact]
    public async Task Nobody_hears_of_a_transaction_before_it_is_safe_neither_writer_reader_watcher_nor_who_pings()
    {
        await using var server = await DurableServer.StartAsync(_disk, new EmbeddedOptions { Faults = _seen });
        using var writer = await RawClient.ConnectAsync(server);
        using var reader = await RawClient.ConnectAsync(server);
        using var watcher = await RawClient.ConnectAsync(server);
        using var fresh = await RawClient.OpenAsync(server);
        using var idle = await RawClient.ConnectAsync(server);
        await writer.CreateAsync("/a", [1]);
        await watcher.ReadAsync(OpCode.GetData, "/a", watch: true);
        using var sync = HoldSync();

        await writer.SendAsync(OpCode.SetData, w => new SetDataRequest("/a", [2], -1).Write(w));
        await Eventually.BecomesTrue(() => sync.IsWaiting, "the sync has begun");
        await reader.SendAsync(OpCode.GetData, w => new PathWatchRequest("/a", false).Write(w));
        await reader.SendAsync(OpCode.Ping, xid: Xid.Ping);
        await reader.SendAsync(OpCode.Exists, w => new PathWatchRequest("/b", false).Write(w));
        await Eventually.BecomesTrue(() => _seen.Has("exists"), "all was carried out");
        var answers = Task.WhenAny(writer.ReceiveFrameAsync(), reader.ReceiveFrameAsync(), watcher.ReceiveFrameAsync());
        var session = fresh.HandshakeAsync(new ConnectRequest(0, 0, 10_000, 0, new byte[16], false));
        var sessions = server.ExpireSessionAsync(idle.Session.SessionId);

        // Had any been sent, it would be here long before.
        await Task.Delay(200);
        Assert.False(answers.IsCompleted || session.IsCompleted || sessions.IsCompleted, "somebody heard of it");
        sync.Release();
        await answers;
        Assert.NotEqual(0, (await session).SessionId);
        Assert.True(await sessions);
    }

    [Fact]
    public async Task Answers_keep_their_order_over_many_syncs()
    {
        await using var server = await DurableServer.StartAsync(_disk);
        using var client = await RawClient.ConnectAsync(server);
        await client.CreateAsync("/a", [1]);
        var xids = new List<int>();
        for (var i = 0; i < 500; i++)
        {
            xids.Add(await client.SendAsync(OpCode.SetData, w => new SetDataRequest("/a", BitConverter.GetBytes(i), -1).Write(w)));
            xids.Add(await client.SendAsync(OpCode.GetData, w => new PathWatchRequest("/a", false).Write(w)));
        }

        for (var i = 0; i < 500; i++)
        {
            var (set, get) = (await client.ReceiveAsync(), await client.ReceiveAsync());
            Assert.Equal((xids[2 * i], xids[(2 * i) + 1]), (set.Header.Xid, get.Header.Xid));
            Assert.Equal(BitConverter.GetBytes(i), get.As(DataResponse.Read).Data);
        }
    }

    [Fact]
    public async Task Writes_that_come_while_a_sync_lasts_share_the_next_one()
    {
        var syncs = 0;
        await using var server = await DurableServer.StartAsync(_disk, new EmbeddedOptions { Faults = _seen });
        using var client = await RawClient.ConnectAsync(server);
        await client.CreateAsync("/a", [1]);
        using var sync = HoldSync(() => Interlocked.Increment(ref syncs));
        await client.SendSetAsync("/a");
        await Eventually.BecomesTrue(() => sync.IsWaiting, "the first sync has begun");
        for (var i = 0; i < 300; i++) await client.SendSetAsync("/a");
        await Eventually.BecomesTrue(() => _seen.Count("setData") == 301, "all were carried out");
        sync.Release();
        for (var i = 0; i < 301; i++) Assert.Equal(ErrorCode.Ok, (await client.ReceiveAsync()).Header.Error);
        Assert.InRange(syncs, 2, 4);
    }

    [Theory]
    [InlineData("sync", 0)]
    [InlineData("write", 0)]
    [InlineData("write", 20)]
    public async Task When_the_disk_fails_nothing_more_is_acknowledged_the_server_stops_and_says_why(string action, int bytesWritten)
    {
        var server = await DurableServer.StartAsync(_disk);
        using var client = await RawClient.ConnectAsync(server);
        for (var i = 0; i < 10; i++) Assert.Equal(ErrorCode.Ok, (await client.CreateAsync($"/n{i}", null)).Header.Error);
        _disk.BytesBeforeFault = bytesWritten;
        _disk.Fault = at => at == action ? new IOException("No space left on device") : null;
        await client.SendAsync(OpCode.Create, w => new CreateRequest("/lost", null, Acl.OpenUnsafe, 0).Write(w));
        await client.AssertClosedAsync();
        var failure = await Assert.ThrowsAsync<ZooKeeperStorageException>(() => Eventually.Within(server.Completion, "the server stops"));
        Assert.Contains("can no longer be written: No space left on device", failure.Message, StringComparison.Ordinal);
        await Eventually.BecomesTrue(async () => await IsRefusedAsync(server), "nobody is accepted any more");
        await server.DisposeAsync();

        await using var again = await DurableServer.StartAsync(_disk.AfterPowerLoss(seed: bytesWritten));
        using var reader = await RawClient.ConnectAsync(again);
        for (var i = 0; i < 10; i++) Assert.Equal(ErrorCode.Ok, (await reader.ReadAsync(OpCode.Exists, $"/n{i}")).Header.Error);
    }

    [Fact]
    public async Task A_disk_that_is_slower_than_the_clients_makes_them_wait_and_memory_stays_bounded()
    {
        await using var server = await DurableServer.StartAsync(_disk, new EmbeddedOptions { Faults = _seen });
        using var client = await RawClient.ConnectAsync(server);
        await client.CreateAsync("/a", null);
        using var sync = HoldSync();
        var sending = Task.Run(async () =>
        {
            for (var i = 0; i < 60; i++) await client.SendAsync(OpCode.SetData, w => new SetDataRequest("/a", new byte[1_000_000], -1).Write(w));
        });
        await Eventually.BecomesTrue(() => _seen.Count("setData") >= 8, "the log has begun to fill");
        await Task.Delay(300);
        Assert.InRange(_seen.Count("setData"), 8, 20);
        sync.Release();
        for (var i = 0; i < 60; i++) Assert.Equal(ErrorCode.Ok, (await client.ReceiveAsync()).Header.Error);
        await sending;
    }

    [Fact]
    public async Task A_snapshot_that_cannot_be_written_is_told_and_writes_go_on()
    {
        var logger = new LineLogger();
        _disk.Fault = at => at == "rename-snapshot" ? new IOException("No space left on device") : null;
        await using var server = await DurableServer.StartAsync(_disk, new EmbeddedOptions { SnapshotTransactions = 5 }, logger: logger);
        using var client = await RawClient.ConnectAsync(server);
        await client.CreateAsync("/a", null);
        for (var i = 0; i < 50; i++) Assert.Equal(ErrorCode.Ok, (await client.SetAsync("/a", [1])).Header.Error);
        await Eventually.BecomesTrue(() => logger.Lines.Any(line => line.StartsWith("Warning: No snapshot of", StringComparison.Ordinal)), "it is told");
        Assert.Equal(ErrorCode.Ok, (await client.SetAsync("/a", [1])).Header.Error);
    }

    private static async Task<bool> IsRefusedAsync(EmbeddedZooKeeper server)
    {
        try
        {
            using var late = await RawClient.OpenAsync(server);
            return false;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return true;
        }
    }

    private HeldSync HoldSync(Action? counted = null)
    {
        var held = new HeldSync();
        _disk.Fault = action =>
        {
            if (action != "sync") return null;
            counted?.Invoke();
            held.Wait();
            return null;
        };
        return held;
    }

    /// <summary>A sync that lasts until the test says so.</summary>
    private sealed class HeldSync : IDisposable
    {
        private readonly ManualResetEventSlim _go = new();

        public bool IsWaiting { get; private set; }

        public void Wait()
        {
            IsWaiting = true;
            _go.Wait(TimeSpan.FromSeconds(30));
        }

        public void Release() => _go.Set();

        // Left to the collector: the log's thread may still look at it.
        public void Dispose() => Release();
    }

    /// <summary>Breaks nothing; knows what was carried out.</summary>
    private sealed class SeenRequests : IRequestFaults
    {
        private readonly ConcurrentQueue<string> _done = [];

        public bool Has(string operation) => _done.Contains(operation);

        public int Count(string operation) => _done.Count(done => done == operation);

        public RequestFault? Choose(RequestInfo request)
        {
            _done.Enqueue(request.Operation);
            return null;
        }
    }
}
