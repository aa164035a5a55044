using ChefActors.Testing;
using ChefActors.ZooKeeper.Embedded.Storage.Recovery;
using ChefActors.ZooKeeper.Embedded.Tests.Wire;
using ChefActors.ZooKeeper.Wire;
using ChefActors.ZooKeeper.Wire.Records;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace ChefActors.ZooKeeper.Embedded.Tests.Storage;

/// <summary>A server with a data directory, over its restarts.</summary>
public sealed class RestartTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private EmbeddedOptions Options => new() { DataDirectory = _directory["data"] };

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Znodes_sessions_ephemerals_and_lists_of_access_are_there_after_a_restart()
    {
        ConnectResponse session;
        Stat[] before;
        Acl[] own = [new(ZnodePermissions.All, "digest", "u:x"), new(ZnodePermissions.Read, "world", "anyone")];
        await using (var server = await EmbeddedZooKeeper.StartAsync(Options))
        {
            using var client = await RawClient.ConnectAsync(server, timeoutMs: 30_000);
            session = client.Session;
            await client.CreateAsync("/a", [1]);
            await client.SetAsync("/a", null);
            await client.CreateAsync("/a/e", [], CreateMode.Ephemeral);
            await client.CreateAsync("/a/s-", [2], CreateMode.PersistentSequential);
            await client.CreateAsync("/acl", [3], acl: own);
            before = [.. await StatsAsync(client)];
        }

        await using (var server = await EmbeddedZooKeeper.StartAsync(Options))
        {
            using var back = await RawClient.ConnectAsync(server, timeoutMs: 30_000, again: session, seen: 6);
            Assert.Equal((session.SessionId, session.TimeoutMs), (back.Session.SessionId, back.Session.TimeoutMs));
            Assert.Equal(before, await StatsAsync(back));
            Assert.Null((await back.ReadAsync(OpCode.GetData, "/a")).As(DataResponse.Read).Data);
            Assert.Equal(own.Select(a => a.Scheme), (await back.CallAsync(OpCode.GetAcl, w => new PathRequest("/acl").Write(w))).As(AclResponse.Read).Acl!.Select(a => a.Scheme));
            Assert.Equal("/a/s-0000000002", (await back.CreateAsync("/a/s-", null, CreateMode.PersistentSequential)).As(PathStatResponse.Read).Path);
            using var other = await RawClient.ConnectAsync(server);
            Assert.True(other.Session.SessionId > session.SessionId);
            Assert.Equal(ErrorCode.Ok, (await back.CallAsync(OpCode.CloseSession)).Header.Error);
            Assert.Equal(ErrorCode.NoNode, (await other.ReadAsync(OpCode.Exists, "/a/e")).Header.Error);
        }

        await using (var server = await EmbeddedZooKeeper.StartAsync(Options))
        {
            using var client = await RawClient.ConnectAsync(server);
            Assert.Equal(ErrorCode.NoNode, (await client.ReadAsync(OpCode.Exists, "/a/e")).Header.Error);
            using var closed = await RawClient.OpenAsync(server);
            Assert.Equal(0, (await closed.HandshakeAsync(new ConnectRequest(0, 0, 30_000, session.SessionId, session.Password, false))).SessionId);
        }
    }

    [Fact]
    public async Task Containers_and_times_to_live_are_known_after_a_restart_and_what_went_by_itself_stays_gone()
    {
        var time = new FakeTimeProvider();
        await using (var server = await EmbeddedZooKeeper.StartAsync(Options, time))
        {
            await using var client = await ConnectAsync(server);
            await client.CreateAsync("/container", null, CreateMode.Container);
            await client.CreateAsync("/container/child", null);
            await client.CreateAsync("/ttl", null, CreateMode.PersistentWithTtl, TimeSpan.FromMinutes(10));
        }

        await using (var server = await EmbeddedZooKeeper.StartAsync(Options, time))
        {
            await using (var client = await ConnectAsync(server)) await client.DeleteAsync("/container/child");
            await PassAsync(server, TimeSpan.FromMinutes(1));
            Assert.Equal(["ttl", "zookeeper"], await NamesAsync(server));
            await PassAsync(server, TimeSpan.FromMinutes(10));
        }

        await using (var server = await EmbeddedZooKeeper.StartAsync(Options, time))
        {
            Assert.Equal(["zookeeper"], await NamesAsync(server));
        }

        // Sessions do not live as long: nobody is connected while the time passes.
        async Task PassAsync(EmbeddedZooKeeper server, TimeSpan passed)
        {
            var before = await NamesAsync(server);
            time.Advance(passed);
            await Eventually.BecomesTrue(async () => (await NamesAsync(server)).Count < before.Count, "that something is gone");
        }

        static async Task<IReadOnlyList<string>> NamesAsync(EmbeddedZooKeeper server)
        {
            await using var client = await ConnectAsync(server);
            return [.. (await client.GetChildrenAsync("/")).Names.Order(StringComparer.Ordinal)];
        }
    }

    [Fact]
    public async Task After_a_restart_a_session_has_its_whole_time_out_anew_and_not_more()
    {
        var time = new FakeTimeProvider();
        long id;
        await using (var server = await EmbeddedZooKeeper.StartAsync(Options, time))
        {
            using var client = await RawClient.ConnectAsync(server, timeoutMs: 10_000);
            await client.CreateAsync("/e", null, CreateMode.Ephemeral);
            id = client.Session.SessionId;
            time.Advance(TimeSpan.FromSeconds(8));
        }

        time.Advance(TimeSpan.FromHours(1));
        await using (var server = await EmbeddedZooKeeper.StartAsync(Options, time))
        {
            time.Advance(TimeSpan.FromSeconds(9.9));
            Assert.Equal([id], await server.GetSessionsAsync());
            time.Advance(TimeSpan.FromSeconds(2.2));
            Assert.Empty(await server.GetSessionsAsync());
        }

        await using (var server = await EmbeddedZooKeeper.StartAsync(Options, time))
        {
            Assert.Empty(await server.GetSessionsAsync());
            using var client = await RawClient.ConnectAsync(server);
            Assert.Equal(ErrorCode.NoNode, (await client.ReadAsync(OpCode.Exists, "/e")).Header.Error);
        }
    }

    [Fact]
    public async Task A_client_that_saw_the_zxid_of_a_refused_write_is_not_turned_away_after_a_restart()
    {
        ConnectResponse session;
        long seen;
        await using (var server = await EmbeddedZooKeeper.StartAsync(Options))
        {
            using var client = await RawClient.ConnectAsync(server);
            session = client.Session;
            seen = (await client.DeleteAsync("/none")).Header.Zxid;
        }

        await using var again = await EmbeddedZooKeeper.StartAsync(Options);
        using var back = await RawClient.ConnectAsync(again, again: session, seen: seen);
        Assert.Equal(session.SessionId, back.Session.SessionId);
    }

    [Fact]
    public async Task Snapshots_are_taken_under_load_three_are_kept_and_the_logs_before_them_go()
    {
        var options = Options with { SnapshotTransactions = 20 };
        await using (var server = await EmbeddedZooKeeper.StartAsync(options))
        {
            using var client = await RawClient.ConnectAsync(server);
            await client.CreateAsync("/n", null);
            for (var i = 0; !IsAsPromised(); i++)
            {
                Assert.True(i < 20_000, string.Join(' ', Directory.EnumerateFiles(_directory["data"])));
                Assert.Equal(ErrorCode.Ok, (await client.SetAsync("/n", [(byte)i])).Header.Error);
            }
        }

        await using var again = await EmbeddedZooKeeper.StartAsync(options);
        using var reader = await RawClient.ConnectAsync(again);
        Assert.Equal(ErrorCode.Ok, (await reader.ReadAsync(OpCode.Exists, "/n")).Header.Error);

        bool IsAsPromised()
        {
            var files = StoreFiles.Of([.. Directory.EnumerateFiles(_directory["data"]).Select(f => Path.GetFileName(f)!)]);
            return files.Snapshots is [> 100, _, var oldest] && files.Logs[0] == oldest;
        }
    }

    [Fact]
    public async Task A_second_server_does_not_get_the_directory()
    {
        await using (await EmbeddedZooKeeper.StartAsync(Options))
        {
            var refused = await Assert.ThrowsAsync<ZooKeeperStorageException>(() => EmbeddedZooKeeper.StartAsync(Options));
            Assert.Contains("Another server uses it", refused.Message, StringComparison.Ordinal);
        }

        await using var after = await EmbeddedZooKeeper.StartAsync(Options);
        Assert.NotEqual(0, after.Port);
    }

    [Fact]
    public async Task The_directory_of_an_Apache_server_is_left_alone()
    {
        Directory.CreateDirectory(_directory["data/version-2"]);
        var refused = await Assert.ThrowsAsync<ZooKeeperStorageException>(() => EmbeddedZooKeeper.StartAsync(Options));
        Assert.Contains("version-2", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["version-2"], Directory.EnumerateFileSystemEntries(_directory["data"]).Select(Path.GetFileName));
    }

    private static async Task<List<Stat>> StatsAsync(RawClient client)
    {
        var stats = new List<Stat>();
        foreach (var path in new[] { "/", "/a", "/a/e", "/a/s-0000000001", "/acl", "/zookeeper/config" }) stats.Add((await client.ReadAsync(OpCode.Exists, path)).As(StatResponse.Read).Stat);
        return stats;
    }

    private static Task<IZooKeeperClient> ConnectAsync(EmbeddedZooKeeper server) =>
        new ZooKeeperConnector(new ZooKeeperOptions(server.ConnectString), TimeProvider.System, NullLoggerFactory.Instance).ConnectAsync(default);
}
