using System.Security.Cryptography.X509Certificates;
using ChefActors.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChefActors.ZooKeeper.Tests;

/// <summary>TLS as Apache's server speaks it, by Netty, with stores that are made here.</summary>
[Trait("needs", "debian")]
public sealed class TlsServerTests : IAsyncLifetime
{
    private const string Password = "of-one-test-only";

    private readonly TestAuthority _authority = new();
    private readonly TemporaryDirectory _stores = new("chefactors-tls-");
    private readonly int _port = LoopbackPorts.Take();
    private X509Certificate2 _client = null!;
    private RealZooKeeper _server = null!;

    public async Task InitializeAsync()
    {
        _client = _authority.Issue("agent-7");
        using var certificate = _authority.Issue("server", "localhost");
        await File.WriteAllBytesAsync(_stores["server.p12"], certificate.Export(X509ContentType.Pkcs12, Password));
        await File.WriteAllTextAsync(_stores["root.pem"], _authority.Root.ExportCertificatePem());
        _server = await RealZooKeeper.StartAsync(
            1,
            "serverCnxnFactory=org.apache.zookeeper.server.NettyServerCnxnFactory",
            $"secureClientPort={_port}",
            "secureClientPortAddress=127.0.0.1",
            $"ssl.keyStore.location={_stores["server.p12"]}",
            $"ssl.keyStore.password={Password}",
            $"ssl.trustStore.location={_stores["root.pem"]}",
            "ssl.clientAuth=need");
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _stores.Dispose();
        _client.Dispose();
        _authority.Dispose();
    }

    [Fact]
    public async Task A_client_certificate_is_the_identity_that_a_creators_list_names()
    {
        await using var client = await ConnectAsync(new TlsOptions { Roots = _authority.Roots, ClientCertificate = _client });
        await client.CreateAsync("/mine", new byte[200_000], acl: Acl.CreatorAll);
        var entry = Assert.Single((await client.GetAclAsync("/mine")).Acl);
        Assert.Equal(("x509", "CN=agent-7"), (entry.Scheme, entry.Id));
        Assert.Equal(200_000, (await client.GetDataAsync("/mine")).Data!.Length);
        await using var other = await new ZooKeeperConnector(new ZooKeeperOptions(_server.ConnectString), TimeProvider.System, NullLoggerFactory.Instance).ConnectAsync(default);
        await Assert.ThrowsAsync<NoAuthException>(() => other.GetDataAsync("/mine"));
    }

    [Fact]
    public async Task A_server_is_refused_by_its_root_and_by_its_name_and_refuses_a_client_without_a_certificate()
    {
        using var another = new TestAuthority("another authority");
        var root = await Assert.ThrowsAsync<TlsFailedException>(() => ConnectAsync(new TlsOptions { Roots = another.Roots, ClientCertificate = _client }));
        Assert.Contains("its root is none of", root.Message, StringComparison.Ordinal);
        var name = await Assert.ThrowsAsync<TlsFailedException>(() => ConnectAsync(new TlsOptions { Roots = _authority.Roots, ClientCertificate = _client, ServerName = "zk.example" }));
        Assert.Contains("it is not for 'zk.example'", name.Message, StringComparison.Ordinal);
        var missing = await Assert.ThrowsAsync<TlsFailedException>(() => ConnectAsync(new TlsOptions { Roots = _authority.Roots }));
        Assert.Contains("accept the client certificate", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_goes_on_over_TLS_after_its_connection_was_cut()
    {
        await using var proxy = CuttingProxy.Start(_port);
        await using var client = await ConnectAsync(new TlsOptions { Roots = _authority.Roots, ClientCertificate = _client }, proxy.Port);
        await client.CreateAsync("/e", null, CreateMode.Ephemeral);
        var id = client.SessionId;
        var lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        client.StateChanged += state =>
        {
            if (state == SessionState.Disconnected) lost.TrySetResult();
        };
        proxy.CutAll();
        await Eventually.Within(lost.Task, "the client notices");
        Assert.Equal(id, (await Eventually.Within(client.ExistsAsync("/e"), "it is connected again"))!.Value.EphemeralOwner);
    }

    private async Task<IZooKeeperClient> ConnectAsync(TlsOptions tls, int? port = null)
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var options = new ZooKeeperOptions($"localhost:{port ?? _port}") { Tls = tls, ReconnectDelay = TimeSpan.FromMilliseconds(20) };
        return await new ZooKeeperConnector(options, TimeProvider.System, NullLoggerFactory.Instance).ConnectAsync(bound.Token);
    }
}
