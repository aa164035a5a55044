using System.Buffers.Binary;
using ChefActors.ZooKeeper.Wire;
using ChefActors.ZooKeeper.Wire.Records;
using FsCheck;
using FsCheck.Fluent;

namespace ChefActors.ZooKeeper.Embedded.Tests.Wire;

public sealed class HostileFrameTests : IAsyncLifetime
{
    private const int Limit = 1_048_575;

    private EmbeddedZooKeeper _server = null!;

    public async Task InitializeAsync() => _server = await EmbeddedZooKeeper.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    [InlineData(int.MaxValue)]
    [InlineData(Limit + 1)]
    public async Task A_frame_above_the_limit_or_below_zero_ends_the_connection_without_an_answer(int length)
    {
        using var client = await RawClient.ConnectAsync(_server);
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt32BigEndian(bytes, length);
        await client.SendBytesAsync(bytes);
        await client.AssertClosedAsync();
        await AssertServesAsync();
    }

    [Fact]
    public async Task A_request_of_exactly_the_limit_is_taken_and_its_data_come_back()
    {
        using var client = await RawClient.ConnectAsync(_server);
        await client.CreateAsync("/a");
        var data = new byte[Limit - 8 - 4 - 2 - 4 - 4];
        Assert.Equal(ErrorCode.Ok, (await client.SetAsync("/a", data)).Header.Error);
        Assert.Equal(data.Length, (await client.ReadAsync(OpCode.GetData, "/a")).As(DataResponse.Read).Stat.DataLength);
        await client.SendAsync(OpCode.SetData, w => new SetDataRequest("/a", new byte[data.Length + 1], -1).Write(w));
        await client.AssertClosedAsync();
    }

    [Fact]
    public async Task Counts_and_lengths_that_lie_are_marshalling_errors_and_the_session_goes_on()
    {
        using var client = await RawClient.ConnectAsync(_server);
        Action<JuteWriter>[] lies =
        [
            w => w.WriteInt(int.MaxValue),
            w => w.WriteInt(-7),
            w => { w.WriteString("/a"); w.WriteInt(1 << 30); },
            w => w.WriteString(null),
            _ => { },
        ];
        foreach (var lie in lies)
        {
            foreach (var type in new[] { OpCode.Create, OpCode.SetData, OpCode.SetWatches })
            {
                Assert.Equal(ErrorCode.MarshallingError, (await client.CallAsync(type, lie)).Header.Error);
            }
        }

        void Acls(JuteWriter w)
        {
            w.WriteString("/a");
            w.WriteBuffer(null);
            w.WriteInt(int.MaxValue);
        }

        Assert.Equal(ErrorCode.MarshallingError, (await client.CallAsync(OpCode.Create, Acls)).Header.Error);
        Action<JuteWriter>[] multis = [w => new MultiHeader(OpCode.Create, false, -1).Write(w), w => new MultiHeader(99, false, -1).Write(w), _ => { }];
        foreach (var lie in multis) Assert.Equal(ErrorCode.MarshallingError, (await client.CallAsync(OpCode.Multi, lie)).Header.Error);
        Assert.Equal(ErrorCode.Ok, (await client.PingAsync()).Header.Error);
    }

    [Fact]
    public async Task A_path_that_is_none_is_a_bad_argument()
    {
        using var client = await RawClient.ConnectAsync(_server);
        foreach (var path in new[] { "", "x", "/zookeeper/", "/\u0001", "/." }) Assert.Equal(ErrorCode.BadArguments, (await client.CreateAsync(path)).Header.Error);
        Assert.Equal(ErrorCode.BadArguments, (await client.DeleteAsync("/zookeeper")).Header.Error);
        Assert.Equal(ErrorCode.NodeExists, (await client.CreateAsync("/")).Header.Error);
    }

    [Fact]
    public async Task Whatever_bytes_come_the_server_goes_on_serving_others()
    {
        using var good = await RawClient.ConnectAsync(_server);
        var bytes = Gen.Sample(ArbMap.Default.GeneratorFor<byte[]>(), 60, 200).ToList();
        for (var i = 0; i < bytes.Count; i++)
        {
            using var bad = i % 2 == 0 ? await RawClient.OpenAsync(_server) : await RawClient.ConnectAsync(_server);
            if (i % 3 == 0) await bad.SendBytesAsync(bytes[i]);
            else await bad.SendFrameAsync(bytes[i]);
            if (i % 10 == 0) Assert.Equal(ErrorCode.Ok, (await good.PingAsync()).Header.Error);
        }

        await AssertServesAsync();
    }

    [Fact]
    public async Task A_frame_that_comes_byte_by_byte_is_understood()
    {
        using var client = await RawClient.ConnectAsync(_server);
        using var writer = new JuteWriter();
        var start = writer.BeginFrame();
        new RequestHeader(1, OpCode.Exists).Write(writer);
        new PathWatchRequest("/zookeeper", false).Write(writer);
        writer.EndFrame(start);
        foreach (var one in writer.Written.ToArray()) await client.SendBytesAsync([one]);
        Assert.Equal(1, (await client.ReceiveAsync()).Header.Xid);
    }

    private async Task AssertServesAsync()
    {
        using var other = await RawClient.ConnectAsync(_server);
        Assert.Equal(ErrorCode.Ok, (await other.PingAsync()).Header.Error);
        Assert.False(_server.Completion.IsCompleted);
    }
}
