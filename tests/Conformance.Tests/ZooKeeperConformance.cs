using System.Globalization;
using System.Text;
using ChefActors.Testing;
using ChefActors.ZooKeeper;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChefActors.Conformance.Tests;

/// <summary>
/// What client and server do together, case by case; each derived class runs all of it on one server. Every case has a znode of its own
/// and works below it, see <see cref="At"/>.
/// </summary>
public abstract partial class ZooKeeperConformance(IConformanceServer server) : IAsyncLifetime
{
    private static int _cases;

    private readonly string _root = $"/case-{Interlocked.Increment(ref _cases).ToString(CultureInfo.InvariantCulture)}";
    private readonly List<IAsyncDisposable> _opened = [];

    /// <summary>The session of the case.</summary>
    protected IZooKeeperClient Client { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Client = await Connect();
        await Client.CreateAsync(_root, null);
    }

    public async Task DisposeAsync()
    {
        for (var i = _opened.Count - 1; i >= 0; i--) await _opened[i].DisposeAsync();
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static async Task Fails(ErrorCode code, Func<Task> request)
    {
        var e = await Assert.ThrowsAnyAsync<ZooKeeperException>(request);
        Assert.Equal(code, e.Code);
        Assert.Equal(ZooKeeperException.For(code, "", null).GetType(), e.GetType());
    }

    private string At(string relative) => $"{_root}/{relative}";

    private async Task<Stat> StatOf(string path) => await Client.ExistsAsync(path) ?? throw new InvalidOperationException($"{path} is not there");

    /// <summary>
    /// Sets an ACL and waits until it binds writes: a leader checks them by the ACL that it has carried out, and a server that follows may have
    /// answered before that.
    /// </summary>
    private async Task<Stat> SetAclToBind(string path, IReadOnlyList<Acl> acl, IZooKeeperClient? by = null)
    {
        var stat = await (by ?? Client).SetAclAsync(path, acl);
        if (server.LeaderPort == server.Port) return stat;
        var leader = await Connect(port: server.LeaderPort);
        await Eventually.BecomesTrue(async () => (await leader.ExistsAsync(path))?.Aversion == stat.Aversion, "the leader has carried out the ACL");
        return stat;
    }

    private Task<CreateResult> Create(string relative, string? data = "", CreateMode mode = CreateMode.Persistent) =>
        Client.CreateAsync(At(relative), data is null ? null : Bytes(data), mode);

    private async Task<IZooKeeperClient> Connect(string chroot = "", int? port = null, double timeoutSeconds = 20, ZooKeeperCredential? credential = null)
    {
        var options = new ZooKeeperOptions($"127.0.0.1:{port ?? server.Port}{chroot}")
        {
            SessionTimeout = TimeSpan.FromSeconds(timeoutSeconds),
            ReconnectDelay = TimeSpan.FromMilliseconds(20),
            ReconnectDelayLimit = TimeSpan.FromMilliseconds(100),
            Credentials = credential is null ? [] : [credential],
            Seed = 1,
        };
        using var bound = new CancellationTokenSource(Eventually.DefaultBound);
        var client = await new ZooKeeperConnector(options, TimeProvider.System, NullLoggerFactory.Instance).ConnectAsync(bound.Token);
        _opened.Add(client);
        return client;
    }

    private async Task<(IZooKeeperClient Client, CuttingProxy Proxy)> ConnectThroughProxy(double timeoutSeconds = 20, ZooKeeperCredential? credential = null)
    {
        var proxy = CuttingProxy.Start(server.Port);
        _opened.Add(proxy);
        return (await Connect(port: proxy.Port, timeoutSeconds: timeoutSeconds, credential: credential), proxy);
    }

    /// <summary>Events come in order: when an event that is made here has come, all that were due before it have.</summary>
    private async Task AllEventsAreIn(IZooKeeperClient client)
    {
        var fence = new WatchRecorder();
        var path = At($"fence-{Guid.NewGuid():N}");
        await client.ExistsAsync(path, fence.Handle);
        await client.CreateAsync(path, null);
        await fence.Next();
        await client.DeleteAsync(path);
    }
}
