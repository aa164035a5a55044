using System.Collections.Concurrent;
using ChefActors.Testing;
using ChefActors.ZooKeeper.Wire;
using ChefActors.ZooKeeper.Wire.Records;
using Microsoft.Extensions.Time.Testing;

namespace ChefActors.ZooKeeper.Embedded.Tests.Wire;

/// <summary>Faults at the test's word. A request about <c>/fault</c> meets the one that the test chose.</summary>
public sealed class FaultTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new();
    private readonly FaultAtPath _faults = new();
    private EmbeddedZooKeeper _server = null!;

    public async Task InitializeAsync()
    {
        _server = await EmbeddedZooKeeper.StartAsync(new EmbeddedOptions { Faults = _faults }, _time);
        using var client = await RawClient.ConnectAsync(_server);
        await client.CreateAsync("/fault", [0]);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_connection_drops_before_or_after_the_request_takes_effect(bool after)
    {
        _faults.Next = after ? new RequestFault.DropAfter() : new RequestFault.DropBefore();
        using var client = await RawClient.ConnectAsync(_server);
        await client.SendAsync(OpCode.Multi, w => new MultiRequest([new ZnodeOperation.SetData("/fault", [1])], [true]).Write(w));
        await client.AssertClosedAsync();
        Assert.Equal(after ? 1 : 0, await VersionAsync());
        using var back = await RawClient.ConnectAsync(_server, again: client.Session);
        Assert.Equal(client.Session.SessionId, back.Session.SessionId);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(30)]
    public async Task A_reply_is_cut_after_so_many_bytes_and_the_request_took_effect(int bytes)
    {
        _faults.Next = new RequestFault.CutReply(bytes);
        using var client = await RawClient.ConnectAsync(_server);
        await client.SendSetAsync("/fault");
        var received = new byte[100];
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var count = 0;
        while (await client.Socket.ReceiveAsync(received.AsMemory(count), patience.Token) is > 0 and var some) count += some;
        Assert.Equal(bytes, count);
        Assert.Equal(1, await VersionAsync());
    }

    [Fact]
    public async Task A_delayed_request_and_those_behind_it_are_carried_out_when_the_servers_clock_says_so()
    {
        _faults.Next = new RequestFault.Delay(TimeSpan.FromSeconds(5));
        using var client = await RawClient.ConnectAsync(_server);
        await client.SendSetAsync("/fault");
        await client.SendAsync(OpCode.Exists, w => new PathWatchRequest("/", false).Write(w));
        await Eventually.BecomesTrue(() => _faults.Met == 1, "the fault was met");

        // What is answered now comes behind the setting of the delay.
        Assert.Equal(0, await VersionAsync());
        _time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.Equal(0, await VersionAsync());
        Assert.Equal(0, client.Socket.Available);
        _time.Advance(TimeSpan.FromSeconds(0.2));
        Assert.Equal(1, (await client.ReceiveAsync()).As(StatResponse.Read).Stat.Version);
        Assert.Equal(ErrorCode.Ok, (await client.ReceiveAsync()).Header.Error);
    }

    [Fact]
    public async Task A_session_expires_at_a_request_which_is_not_carried_out()
    {
        using var client = await RawClient.ConnectAsync(_server);
        await client.CreateAsync("/e", null, CreateMode.Ephemeral);
        _faults.Next = new RequestFault.ExpireSession();
        await client.SendSetAsync("/fault");
        await client.AssertClosedAsync();
        Assert.Equal(0, await VersionAsync());
        Assert.DoesNotContain(client.Session.SessionId, await _server.GetSessionsAsync());
        using var reader = await RawClient.ConnectAsync(_server);
        Assert.Equal(ErrorCode.NoNode, (await reader.ReadAsync(OpCode.Exists, "/e")).Header.Error);
    }

    [Fact]
    public async Task A_frozen_connection_stays_open_and_silent_while_its_session_may_move_on()
    {
        using var client = await RawClient.ConnectAsync(_server);
        _faults.Next = new RequestFault.Freeze();
        await client.SendSetAsync("/fault");
        await Eventually.BecomesTrue(() => _faults.Met == 1, "the fault was met");
        for (var i = 0; i < 3000; i++) await client.SendAsync(OpCode.Exists, w => new PathWatchRequest("/", false).Write(w));
        Assert.Equal(0, await VersionAsync());
        Assert.Equal(0, client.Socket.Available);
        using var back = await RawClient.ConnectAsync(_server, again: client.Session);
        Assert.Equal(ErrorCode.Ok, (await back.PingAsync()).Header.Error);
        await client.AssertClosedAsync();
    }

    [Fact]
    public async Task A_frozen_server_answers_nobody_and_expires_nobody_until_it_thaws()
    {
        using var client = await RawClient.ConnectAsync(_server, timeoutMs: 4000);
        await _server.FreezeAsync();
        await client.SendSetAsync("/fault");
        using var late = await RawClient.OpenAsync(_server);
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.Contains(client.Session.SessionId, await _server.GetSessionsAsync());
        Assert.Equal(0, client.Socket.Available);
        await _server.ThawAsync();
        Assert.Equal(ErrorCode.Ok, (await client.ReceiveAsync()).Header.Error);
        Assert.NotEqual(0, (await late.HandshakeAsync(new ConnectRequest(0, 0, 4000, 0, new byte[16], false))).SessionId);
    }

    [Fact]
    public async Task With_a_clock_of_the_tests_sessions_expire_at_the_tests_word()
    {
        using var client = await RawClient.ConnectAsync(_server, timeoutMs: 4000);
        _time.Advance(TimeSpan.FromSeconds(3.9));
        Assert.Contains(client.Session.SessionId, await _server.GetSessionsAsync());
        await client.PingAsync();
        _time.Advance(TimeSpan.FromSeconds(3.9));
        Assert.Contains(client.Session.SessionId, await _server.GetSessionsAsync());
        _time.Advance(TimeSpan.FromSeconds(2.2));
        Assert.DoesNotContain(client.Session.SessionId, await _server.GetSessionsAsync());
        await client.AssertClosedAsync();
    }

    private async Task<int> VersionAsync()
    {
        using var reader = await RawClient.ConnectAsync(_server);
        return (await reader.ReadAsync(OpCode.Exists, "/fault")).As(StatResponse.Read).Stat.Version;
    }

    private sealed class FaultAtPath : IRequestFaults
    {
        private readonly ConcurrentQueue<RequestFault> _next = [];
        private int _met;

        public RequestFault Next
        {
            set => _next.Enqueue(value);
        }

        public int Met => Volatile.Read(ref _met);

        public RequestFault? Choose(RequestInfo request)
        {
            if (request.Path != "/fault" || request.Operation is not ("setData" or "multi") || !_next.TryDequeue(out var fault)) return null;
            Interlocked.Increment(ref _met);
            return fault;
        }
    }
}
