using System.Threading.Channels;
using ChefActors.ZooKeeper.Tests.Scripted;
using ChefActors.ZooKeeper.Wire;
using ChefActors.ZooKeeper.Wire.Records;

namespace ChefActors.ZooKeeper.Tests.Watches;

public sealed class WatchingTests
{
    private static readonly Stat _stat = new(1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1);
    private readonly Channel<WatchEvent> _seen = Channel.CreateUnbounded<WatchEvent>();

    [Fact]
    public async Task A_handler_may_await_a_request()
    {
        await using var server = new ScriptedServer();
        var (client, link) = await server.ConnectAsync(chroot: "/ch");
        await using var _ = client;
        var inside = new TaskCompletionSource<ZnodeData>();
        var reading = client.GetDataAsync("/a", async e => inside.SetResult(await client.GetDataAsync(e.Path)));
        await link.AnswerAsync(OpCode.GetData, new DataResponse([1], _stat).Write);
        await reading.WaitAsync(ScriptedLink.Bound);
        await link.NotifyAsync(WatchEventType.NodeDataChanged, "/ch/a");
        Assert.Equal("/ch/a", (await link.AnswerAsync(OpCode.GetData, new DataResponse([2], _stat).Write)).Path);
        Assert.Equal([2], (await inside.Task.WaitAsync(ScriptedLink.Bound)).Data);
    }

    [Fact]
    public async Task What_still_waits_is_set_again_after_a_reconnect_as_of_the_last_transaction_seen()
    {
        await using var server = new ScriptedServer();
        var (client, link) = await server.ConnectAsync();
        await using var _ = client;
        await Ask(client.GetDataAsync("/data", See), link.AnswerAsync(OpCode.GetData, new DataResponse([1], _stat).Write, zxid: 5));
        await Ask(client.ExistsAsync("/missing", See), link.AnswerAsync(OpCode.Exists, error: ErrorCode.NoNode, zxid: 6));
        await Ask(client.GetChildrenAsync("/parent", See), link.AnswerAsync(OpCode.GetChildren2, new Children2Response([], _stat).Write, zxid: 7));
        await Assert.ThrowsAsync<NoNodeException>(() =>
            Ask(client.GetDataAsync("/refused", See), link.AnswerAsync(OpCode.GetData, error: ErrorCode.NoNode, zxid: 8)));
        link.Drop();
        var next = await server.AcceptAsync();
        Assert.Equal(8, next.Connect.LastZxidSeen);
        var again = Decode(await next.AnswerAsync(OpCode.SetWatches));
        Assert.Equal((8L, "/data", "/missing", "/parent"), (again.RelativeZxid, Assert.Single(again.Data), Assert.Single(again.Exist), Assert.Single(again.Child)));
        await next.NotifyAsync(WatchEventType.NodeCreated, "/missing");
        Assert.Equal(new WatchEvent(WatchEventType.NodeCreated, SessionState.Connected, "/missing"), await NextAsync());
    }

    [Fact]
    public async Task The_end_of_the_session_tells_every_watch_once()
    {
        await using var server = new ScriptedServer();
        var (client, link) = await server.ConnectAsync();
        await using var _ = client;
        var states = Channel.CreateUnbounded<SessionState>();
        client.StateChanged += state => states.Writer.TryWrite(state);
        await Ask(client.GetDataAsync("/a", See), link.AnswerAsync(OpCode.GetData, new DataResponse([1], _stat).Write));
        link.Drop();
        await server.AcceptAsync(timeoutMs: 0);
        Assert.Equal(new WatchEvent(WatchEventType.None, SessionState.Expired, "/a"), await NextAsync());
        Assert.Equal(SessionState.Disconnected, await states.Reader.ReadAsync());
        Assert.Equal(SessionState.Expired, await states.Reader.ReadAsync());
        Assert.False(_seen.Reader.TryRead(out var _));
    }

    [Fact]
    public async Task A_handler_that_throws_stops_nobody_else()
    {
        await using var server = new ScriptedServer();
        var (client, link) = await server.ConnectAsync();
        await using var _ = client;
        await Ask(client.GetDataAsync("/a", e => throw new InvalidOperationException("a handler's mistake")), link.AnswerAsync(OpCode.GetData, new DataResponse([1], _stat).Write));
        await Ask(client.GetDataAsync("/a", See), link.AnswerAsync(OpCode.GetData, new DataResponse([1], _stat).Write));
        await link.NotifyAsync(WatchEventType.NodeDeleted, "/a");
        Assert.Equal(WatchEventType.NodeDeleted, (await NextAsync()).Type);
    }

    private static async Task Ask(Task asking, Task answering)
    {
        await answering;
        await asking.WaitAsync(ScriptedLink.Bound);
    }

    private static SetWatchesRequest Decode(ScriptedRequest request)
    {
        var reader = new JuteReader(request.Body);
        return SetWatchesRequest.Read(ref reader);
    }

    private ValueTask See(WatchEvent watchEvent) => _seen.Writer.WriteAsync(watchEvent);

    private async Task<WatchEvent> NextAsync() => await _seen.Reader.ReadAsync().AsTask().WaitAsync(ScriptedLink.Bound);
}
