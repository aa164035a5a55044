using ChefActors.Testing;
using ChefActors.ZooKeeper.Wire;
using ChefActors.ZooKeeper.Wire.Records;
using Microsoft.Extensions.Time.Testing;

namespace ChefActors.ZooKeeper.Embedded.Tests.Wire;

public sealed class LeftoverScanTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private EmbeddedZooKeeper _server = null!;
    private RawClient _client = null!;

    public async Task InitializeAsync()
    {
        // Sessions live longer than these tests move the clock.
        var options = new EmbeddedOptions { LeftoverInterval = TimeSpan.FromSeconds(10), MaxSessionTimeout = TimeSpan.FromMinutes(10) };
        _server = await EmbeddedZooKeeper.StartAsync(options, _time);
        _client = await RawClient.ConnectAsync(_server, timeoutMs: 600_000);
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task The_first_look_after_the_time_to_live_removes_it_with_a_zxid_of_its_own()
    {
        var created = (await CreateAsync("/t", 3_000)).Header.Zxid;
        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(ErrorCode.Ok, (await _client.ReadAsync(OpCode.Exists, "/t", watch: true)).Header.Error);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((WatchEventType.NodeDeleted, "/t"), (await _client.ReceiveAsync()).AsEvent());
        Assert.Equal(created + 1, (await _client.PingAsync()).Header.Zxid);
    }

    [Fact]
    public async Task A_look_that_finds_nothing_takes_no_zxid()
    {
        var created = (await CreateAsync("/t", 30_000)).Header.Zxid;
        _time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(created, (await _client.PingAsync()).Header.Zxid);
    }

    [Fact]
    public async Task A_server_that_is_suspended_removes_nothing()
    {
        await CreateAsync("/t", 3_000);
        await _server.SuspendAsync();
        _time.Advance(TimeSpan.FromSeconds(20));
        await _server.ResumeAsync();
        using var next = await RawClient.ConnectAsync(_server);
        Assert.Equal(ErrorCode.Ok, (await next.ReadAsync(OpCode.Exists, "/t")).Header.Error);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    [InlineData(1L << 40)]
    public async Task A_time_to_live_that_is_none_is_refused(long ttlMs) =>
        Assert.Equal(ErrorCode.BadArguments, (await CreateAsync("/t", ttlMs)).Header.Error);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(7)]
    public async Task A_time_to_live_for_a_mode_that_has_none_is_refused(int flags) =>
        Assert.Equal(ErrorCode.BadArguments, (await CreateAsync("/t", 3_000, flags)).Header.Error);

    [Fact]
    public async Task The_flag_of_a_container_in_a_plain_create_makes_a_plain_znode()
    {
        await _client.CreateAsync("/c", mode: CreateMode.Container);
        await _client.CreateAsync("/c/a");
        await _client.DeleteAsync("/c/a");
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(ErrorCode.Ok, (await _client.ReadAsync(OpCode.Exists, "/c")).Header.Error);
    }

    [Theory]
    [InlineData(4, ErrorCode.Ok)]
    [InlineData(0, ErrorCode.Ok)]
    [InlineData(5, ErrorCode.BadArguments)]
    [InlineData(9, ErrorCode.BadArguments)]
    public async Task A_container_is_one_by_its_request_and_not_by_its_flag(int flags, ErrorCode expected)
    {
        var reply = await _client.CallAsync(OpCode.CreateContainer, w => new CreateRequest("/c", null, Acl.OpenUnsafe, flags).Write(w));
        Assert.Equal(expected, reply.Header.Error);
        if (expected != ErrorCode.Ok) return;
        await _client.CreateAsync("/c/a");
        await _client.DeleteAsync("/c/a");
        await _client.ReadAsync(OpCode.Exists, "/c", watch: true);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal((WatchEventType.NodeDeleted, "/c"), (await _client.ReceiveAsync()).AsEvent());
    }

    [Fact]
    public async Task Reconfiguration_is_switched_off_and_the_connection_stays()
    {
        Assert.Equal(ErrorCode.ReconfigDisabled, (await _client.CallAsync(OpCode.Reconfig, w => w.WriteRaw(new byte[20]))).Header.Error);
        Assert.Equal(Xid.Ping, (await _client.PingAsync()).Header.Xid);
    }

    [Fact]
    public async Task An_interval_out_of_range_is_refused_by_name()
    {
        var refused = await Assert.ThrowsAsync<ArgumentException>(() => EmbeddedZooKeeper.StartAsync(new EmbeddedOptions { LeftoverInterval = TimeSpan.Zero }));
        Assert.Contains("LeftoverInterval is 00:00:00, allowed are 1 ms to 1 day", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_small_request_for_very_much_is_refused_as_a_whole()
    {
        await _client.CreateAsync("/large", new byte[1_000_000]);
        var reads = Enumerable.Repeat(new ZnodeRead.GetData("/large"), 20).ToArray();
        Assert.Equal(ErrorCode.BadArguments, (await _client.CallAsync(OpCode.MultiRead, w => new MultiReadRequest(reads).Write(w))).Header.Error);
        Assert.Equal(10, (await _client.CallAsync(OpCode.MultiRead, w => new MultiReadRequest(reads[..10]).Write(w))).As(MultiReadResponse.Read).Results.Count);
    }

    private Task<RawReply> CreateAsync(string path, long ttlMs, int flags = (int)CreateMode.PersistentWithTtl) => _client.CallAsync(OpCode.CreateTtl, w =>
    {
        new CreateRequest(path, null, Acl.OpenUnsafe, flags).Write(w);
        w.WriteLong(ttlMs);
    });
}
