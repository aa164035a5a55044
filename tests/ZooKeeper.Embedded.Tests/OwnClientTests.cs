using ChefActors.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChefActors.ZooKeeper.Embedded.Tests;

/// <summary>Our client on our server: what the other test projects build on.</summary>
public sealed class OwnClientTests : IAsyncLifetime
{
    private EmbeddedZooKeeper _server = null!;
    private IZooKeeperClient _client = null!;

    public async Task InitializeAsync()
    {
        _server = await EmbeddedZooKeeper.StartAsync();
        _client = await ConnectAsync();
    }

    public async Task DisposeAsync()
    {
        await _client.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_session_that_the_server_expires_is_expired_for_its_client()
    {
        await _client.CreateAsync("/e", [1], CreateMode.Ephemeral);
        Assert.True(await _server.ExpireSessionAsync(_client.SessionId));
        await Eventually.BecomesTrue(() => _client.State == SessionState.Expired, "the client knows that its session expired");
        await using var second = await ConnectAsync();
        Assert.Null(await second.ExistsAsync("/e"));
    }

    [Fact]
    public async Task A_client_lives_through_an_outage_with_its_session_and_its_watches()
    {
        var told = new TaskCompletionSource<WatchEvent>(TaskCreationOptions.RunContinuationsAsynchronously);
        await _client.CreateAsync("/a", null);
        await _client.GetDataAsync("/a", e =>
        {
            told.TrySetResult(e);
            return ValueTask.CompletedTask;
        });
        var session = _client.SessionId;
        var lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _client.StateChanged += state =>
        {
            if (state == SessionState.Disconnected) lost.TrySetResult();
        };
        await _server.SuspendAsync();
        await Eventually.Within(lost.Task, "the client notices the outage");
        await _server.ResumeAsync();
        await _client.SyncAsync("/");
        await using var other = await ConnectAsync();
        await other.SetDataAsync("/a", [1]);
        Assert.Equal(new WatchEvent(WatchEventType.NodeDataChanged, SessionState.Connected, "/a"), await Eventually.Within(told.Task, "the watch fires"));
        Assert.Equal(session, _client.SessionId);
    }

    [Fact]
    public async Task A_transaction_gives_paths_and_is_refused_as_a_whole()
    {
        var done = await _client.MultiAsync([new ZnodeOperation.Create("/m", null), new ZnodeOperation.Create("/m/s-", [1], CreateMode.EphemeralSequential)]);
        Assert.Equal("/m/s-0000000000", done.Operations[1].Path);
        var refused = await _client.MultiAsync([new ZnodeOperation.SetData("/m", [2]), new ZnodeOperation.Delete("/m")]);
        Assert.Equal((1, ErrorCode.NotEmpty), (refused.FailedIndex, refused.Error));
        Assert.Null((await _client.GetDataAsync("/m")).Data);
    }

    private Task<IZooKeeperClient> ConnectAsync() =>
        new ZooKeeperConnector(new ZooKeeperOptions(_server.ConnectString), TimeProvider.System, NullLoggerFactory.Instance).ConnectAsync(default);
}
