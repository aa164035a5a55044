using ChefActors.ZooKeeper.Wire;
using ChefActors.ZooKeeper.Wire.Records;

namespace ChefActors.ZooKeeper.Embedded.Tests.Wire;

/// <summary>Weighs the heap, so nothing else runs meanwhile.</summary>
[Collection(MeasuredAlone.Name)]
public sealed class SlowReaderTests : IAsyncLifetime
{
    private EmbeddedZooKeeper _server = null!;

    public async Task InitializeAsync() => _server = await EmbeddedZooKeeper.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_client_that_does_not_read_is_not_read_further_and_gets_every_answer_in_the_end()
    {
        const int requests = 400;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        using var client = await RawClient.ConnectAsync(_server);
        await client.CreateAsync("/big");
        Assert.Equal(ErrorCode.Ok, (await client.SetAsync("/big", new byte[1_000_000])).Header.Error);
        for (var i = 0; i < requests; i++) await client.SendAsync(OpCode.GetData, w => new PathWatchRequest("/big", false).Write(w), 1000 + i);

        // 400 MB of answers are asked for: the server serves others, and holds no more of it than its bound.
        using var other = await RawClient.ConnectAsync(_server);
        Assert.Equal(ErrorCode.Ok, (await other.PingAsync()).Header.Error);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 200_000_000);
        for (var i = 0; i < requests; i++) Assert.Equal(1000 + i, (await client.ReceiveAsync()).Header.Xid);
    }
}
