using System.Text;
using ChefActors.ZooKeeper.Wire;
using ChefActors.ZooKeeper.Wire.Records;

namespace ChefActors.ZooKeeper.Embedded.Tests.Wire;

public sealed class OperationTests : IAsyncLifetime
{
    private EmbeddedZooKeeper _server = null!;
    private RawClient _client = null!;

    public async Task InitializeAsync()
    {
        _server = await EmbeddedZooKeeper.StartAsync();
        _client = await RawClient.ConnectAsync(_server);
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Every_write_takes_a_zxid_also_when_it_is_refused_and_reads_take_none()
    {
        var first = (await _client.CreateAsync("/a")).Header.Zxid;
        Assert.Equal((first + 1, ErrorCode.NodeExists), Shape(await _client.CreateAsync("/a")));
        Assert.Equal((first + 2, ErrorCode.BadVersion), Shape(await _client.SetAsync("/a", null, 7)));
        Assert.Equal((first + 2, ErrorCode.NoNode), Shape(await _client.ReadAsync(OpCode.GetData, "/none")));
        Assert.Equal((first + 2, ErrorCode.Ok), Shape(await _client.PingAsync()));
    }

    [Fact]
    public async Task Null_and_empty_data_are_different_and_both_come_back()
    {
        await _client.CreateAsync("/null", null);
        await _client.CreateAsync("/empty", []);
        Assert.Null(await DataAsync(_client, "/null"));
        Assert.Equal(Array.Empty<byte>(), await DataAsync(_client, "/empty"));
    }

    [Fact]
    public async Task Plain_create_answers_the_path_and_create2_the_stat_as_well()
    {
        var plain = await _client.CallAsync(OpCode.Create, w => new CreateRequest("/s-", null, Acl.OpenUnsafe, 2).Write(w));
        Assert.Equal("/s-0000000000", plain.As(PathResponse.Read).Path);
        var second = (await _client.CreateAsync("/s-", mode: CreateMode.PersistentSequential)).As(PathStatResponse.Read);
        Assert.Equal("/s-0000000001", second.Path);
        Assert.Equal(second.Stat.Czxid, second.Stat.Mzxid);
    }

    [Fact]
    public async Task A_refused_multi_is_an_answer_with_an_error_per_operation_and_changes_nothing()
    {
        var reply = await _client.CallAsync(OpCode.Multi, w => new MultiRequest(
            [Open("/m", null), new ZnodeOperation.Check("/none"), new ZnodeOperation.Delete("/m")], [true, false, false]).Write(w));
        var results = reply.As(MultiResponse.Read).Results;
        Assert.All(results, r => Assert.Equal(MultiHeader.ErrorType, r.Type));
        Assert.Equal([ErrorCode.Ok, ErrorCode.NoNode, ErrorCode.RuntimeInconsistency], results.Select(r => r.Result.Error));
        Assert.Equal(ErrorCode.NoNode, (await _client.ReadAsync(OpCode.Exists, "/m")).Header.Error);
    }

    [Fact]
    public async Task A_multi_answers_each_operation_in_its_own_shape_under_one_zxid()
    {
        var reply = await _client.CallAsync(OpCode.Multi, w => new MultiRequest(
            [Open("/m", null), Open("/m/x", [1]), new ZnodeOperation.SetData("/m", [2]), new ZnodeOperation.Check("/m", 1), new ZnodeOperation.Delete("/m/x")],
            [true, false, false, false, false]).Write(w));
        var results = reply.As(MultiResponse.Read).Results;
        Assert.Equal([OpCode.Create, OpCode.Create, OpCode.SetData, OpCode.Check, OpCode.Delete], results.Select(r => r.Type));
        var stat = (await _client.ReadAsync(OpCode.Exists, "/m")).As(StatResponse.Read).Stat;
        Assert.Equal((reply.Header.Zxid, reply.Header.Zxid, reply.Header.Zxid, 2), (stat.Czxid, stat.Mzxid, stat.Pzxid, stat.Cversion));
        Assert.Empty((await _client.CallAsync(OpCode.Multi, w => MultiHeader.End.Write(w))).As(MultiResponse.Read).Results);
    }

    [Fact]
    public async Task Digest_credentials_open_what_they_were_closed_for_and_live_with_the_connection()
    {
        await AuthAsync(_client, "digest", "ann:secret");
        Assert.Equal(ErrorCode.Ok, (await _client.CreateAsync("/private", [1], acl: Acl.CreatorAll)).Header.Error);
        using var stranger = await RawClient.ConnectAsync(_server);
        Assert.Equal(ErrorCode.NoAuth, (await stranger.ReadAsync(OpCode.GetData, "/private")).Header.Error);
        Assert.Equal(ErrorCode.NoAuth, (await stranger.SetAsync("/private", null)).Header.Error);
        Assert.Equal(ErrorCode.InvalidAcl, (await stranger.CreateAsync("/x", acl: Acl.CreatorAll)).Header.Error);
        Assert.Equal(ErrorCode.InvalidAcl, (await stranger.CreateAsync("/x", acl: [])).Header.Error);
        await AuthAsync(stranger, "digest", "ann:secret");
        Assert.Equal(new byte[] { 1 }, await DataAsync(stranger, "/private"));
    }

    [Fact]
    public async Task Setting_an_acl_counts_its_own_version()
    {
        await _client.CreateAsync("/a");
        Assert.Equal(ErrorCode.BadVersion, (await SetAclAsync(3)).Header.Error);
        Assert.Equal(1, (await SetAclAsync(0)).As(StatResponse.Read).Stat.Aversion);
        var acl = (await _client.CallAsync(OpCode.GetAcl, w => new PathRequest("/a").Write(w))).As(AclResponse.Read);
        Assert.Equal(Acl.ReadUnsafe, acl.Acl!);
        Assert.Equal((0, 1), (acl.Stat.Version, acl.Stat.Aversion));
        Assert.Equal(ErrorCode.NoAuth, (await SetAclAsync(-1)).Header.Error);

        Task<RawReply> SetAclAsync(int version) => _client.CallAsync(OpCode.SetAcl, w => new SetAclRequest("/a", Acl.ReadUnsafe, version).Write(w));
    }

    [Fact]
    public async Task Unknown_credentials_are_refused_and_end_the_connection()
    {
        var reply = await _client.CallAsync(OpCode.Auth, w => new AuthRequest(0, "badge", [1]).Write(w), Xid.Auth);
        Assert.Equal((0L, ErrorCode.AuthFailed), Shape(reply));
        await _client.AssertClosedAsync();
    }

    [Fact]
    public async Task An_operation_that_nobody_knows_is_answered_then_the_connection_ends()
    {
        Assert.Equal(ErrorCode.Unimplemented, (await _client.CallAsync(999)).Header.Error);
        await _client.AssertClosedAsync();
    }

    [Fact]
    public async Task Small_questions_have_answers()
    {
        await _client.CreateAsync("/e", mode: CreateMode.Ephemeral);
        var own = await _client.CallAsync(OpCode.GetEphemerals, w => new PathRequest("/").Write(w));
        Assert.Equal(["/e"], own.As(ChildrenResponse.Read).Names);
        var count = await _client.CallAsync(OpCode.GetAllChildrenNumber, w => new PathRequest("/").Write(w));
        Assert.Equal(4, count.As(static (ref JuteReader r) => r.ReadInt()));
        Assert.Equal("/any", (await _client.CallAsync(OpCode.Sync, w => new PathRequest("/any").Write(w))).As(PathResponse.Read).Path);
        Assert.Equal(["config", "quota"], (await _client.ReadAsync(OpCode.GetChildren2, "/zookeeper")).As(Children2Response.Read).Names.Order());
        Assert.Equal(Array.Empty<byte>(), await DataAsync(_client, "/zookeeper/config"));
        await AuthAsync(_client, "digest", "ann:secret");
        var who = (await _client.CallAsync(OpCode.WhoAmI)).As(static (ref JuteReader r) => r.ReadInt() == 2
            ? (r.ReadText(), r.ReadText(), r.ReadText(), r.ReadText())
            : default);
        Assert.Equal(("ip", "127.0.0.1", "digest", "ann"), who);
    }

    [Fact]
    public async Task Reads_of_a_multi_read_fail_one_by_one()
    {
        await _client.CreateAsync("/a", [7]);
        var reply = await _client.CallAsync(OpCode.MultiRead, w =>
        {
            foreach (var (type, path) in new[] { (OpCode.GetData, "/a"), (OpCode.GetChildren, "/none"), (OpCode.GetChildren, "/zookeeper/quota") })
            {
                new MultiHeader(type, false, -1).Write(w);
                new PathWatchRequest(path, false).Write(w);
            }

            MultiHeader.End.Write(w);
        });
        var answers = reply.As(static (ref JuteReader r) => (
            MultiHeader.Read(ref r), DataResponse.Read(ref r).Data![0], MultiHeader.Read(ref r), r.ReadInt(), MultiHeader.Read(ref r), ChildrenResponse.Read(ref r).Names.Count, MultiHeader.Read(ref r).Done));
        Assert.Equal(
            (new MultiHeader(4, false, 0), 7, new MultiHeader(-1, false, -101), -101, new MultiHeader(8, false, 0), 0, true),
            answers);
    }

    [Fact]
    public async Task Many_requests_in_flight_are_answered_in_order()
    {
        const int requests = 5_000;
        var sending = Task.Run(async () =>
        {
            for (var i = 1; i <= requests; i++) await _client.SendAsync(OpCode.Create, w => new CreateRequest("/n-", Encoding.UTF8.GetBytes("x"), Acl.OpenUnsafe, 2).Write(w), i);
        });
        for (var i = 1; i <= requests; i++) Assert.Equal(i, (await _client.ReceiveAsync()).Header.Xid);
        await sending;
    }

    private static ZnodeOperation Open(string path, byte[]? data) => new ZnodeOperation.Create(path, data, Acl: Acl.OpenUnsafe);

    private static async Task<byte[]?> DataAsync(RawClient client, string path) => (await client.ReadAsync(OpCode.GetData, path)).As(DataResponse.Read).Data;

    private static (long Zxid, ErrorCode Error) Shape(RawReply reply) => (reply.Header.Zxid, reply.Header.Error);

    private static async Task AuthAsync(RawClient client, string scheme, string credentials)
    {
        var reply = await client.CallAsync(OpCode.Auth, w => new AuthRequest(0, scheme, Encoding.UTF8.GetBytes(credentials)).Write(w), Xid.Auth);
        Assert.Equal((0L, ErrorCode.Ok), Shape(reply));
    }
}
