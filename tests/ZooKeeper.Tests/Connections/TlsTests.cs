using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using ChefActors.Testing;
using ChefActors.ZooKeeper.Connections;
using ChefActors.ZooKeeper.Tests.Scripted;
using ChefActors.ZooKeeper.Wire;
using ChefActors.ZooKeeper.Wire.Records;

namespace ChefActors.ZooKeeper.Tests.Connections;

public sealed class TlsTests : IDisposable
{
    private static readonly Stat _stat = new(1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1);

    private readonly TestAuthority _authority = new();

    public void Dispose() => _authority.Dispose();

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    [InlineData(SslProtocols.Tls12 | SslProtocols.Tls13)]
    public async Task Requests_go_through_TLS_to_a_server_of_the_own_root_and_the_right_name(SslProtocols protocols)
    {
        using var certificate = _authority.Issue("server", "127.0.0.1");
        await using var server = new ScriptedServer { Certificate = certificate };
        var (client, link) = await server.ConnectAsync(options => options with { Tls = new TlsOptions { Roots = _authority.Roots, Protocols = protocols } });
        await using var _ = client;
        for (var i = 0; i < 3; i++)
        {
            var read = client.ExistsAsync("/a");
            await link.AnswerAsync(OpCode.Exists, new StatResponse(_stat).Write);
            Assert.Equal(_stat, await read.WaitAsync(ScriptedLink.Bound));
        }
    }

    [Fact]
    public async Task A_server_of_another_root_is_refused_and_the_message_says_what_to_add()
    {
        using var other = new TestAuthority("another authority");
        using var certificate = other.Issue("server", "127.0.0.1");
        var refusal = await RefusedAsync(certificate, new TlsOptions { Roots = _authority.Roots });
        Assert.Contains("its root is none of TlsOptions.Roots", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_of_another_name_is_refused_and_the_message_says_the_name()
    {
        using var certificate = _authority.Issue("server", "zk.example");
        var refusal = await RefusedAsync(certificate, new TlsOptions { Roots = _authority.Roots });
        Assert.Contains("it is not for '127.0.0.1'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_name_to_look_for_may_be_another_than_the_host()
    {
        using var certificate = _authority.Issue("server", "zk.example");
        await using var server = new ScriptedServer { Certificate = certificate };
        var (client, _) = await server.ConnectAsync(options => options with { Tls = new TlsOptions { Roots = _authority.Roots, ServerName = "zk.example" } });
        await using (client) Assert.Equal(SessionState.Connected, client.State);
    }

    [Fact]
    public async Task A_server_without_TLS_is_tried_again_until_it_has_it()
    {
        using var certificate = _authority.Issue("server", "127.0.0.1");
        await using var server = new ScriptedServer();
        var connecting = server.Connector(options => options with { Tls = new TlsOptions { Roots = _authority.Roots } }).ConnectAsync(default);
        (await server.AcceptRawAsync()).Close();
        server.Certificate = certificate;
        await server.AcceptAsync();
        await using var client = await connecting.WaitAsync(ScriptedLink.Bound);
        Assert.Equal(SessionState.Connected, client.State);
    }

    [Fact]
    public async Task An_open_session_outlives_a_server_that_it_does_not_trust()
    {
        using var stranger = new TestAuthority("another authority");
        using var wrong = stranger.Issue("server", "127.0.0.1");
        using var right = _authority.Issue("server", "127.0.0.1");
        await using var server = new ScriptedServer { Certificate = right };
        var (client, link) = await server.ConnectAsync(options => options with { Tls = new TlsOptions { Roots = _authority.Roots } });
        await using var _ = client;
        server.Certificate = wrong;
        link.Drop();
        Assert.True(await Record.ExceptionAsync(() => server.AcceptAsync()) is AuthenticationException or IOException);
        server.Certificate = right;
        for (var attempt = 1; client.State != SessionState.Connected; attempt++)
        {
            Assert.Equal(0x77, (await server.AcceptAsync()).Connect.SessionId);
            try
            {
                await Eventually.BecomesTrue(() => client.State == SessionState.Connected, "connected again", TimeSpan.FromSeconds(5));
            }
            catch (TimeoutException) when (attempt < 5)
            {
                // On a slow machine the client gave that attempt up; its next one is answered, too.
            }
        }
    }

    [Theory]
    [InlineData(SslPolicyErrors.RemoteCertificateNotAvailable, X509ChainStatusFlags.NoError, true, "showed no certificate")]
    [InlineData(SslPolicyErrors.RemoteCertificateNameMismatch, X509ChainStatusFlags.NoError, true, "it is not for 'zk'")]
    [InlineData(SslPolicyErrors.RemoteCertificateChainErrors, X509ChainStatusFlags.NotTimeValid | X509ChainStatusFlags.UntrustedRoot, true, "look at its dates")]
    [InlineData(SslPolicyErrors.RemoteCertificateChainErrors, X509ChainStatusFlags.RevocationStatusUnknown, true, "TlsOptions.RevocationMode")]
    [InlineData(SslPolicyErrors.RemoteCertificateChainErrors, X509ChainStatusFlags.PartialChain, true, "none of TlsOptions.Roots")]
    [InlineData(SslPolicyErrors.RemoteCertificateChainErrors, X509ChainStatusFlags.PartialChain, false, "none of this machine's")]
    [InlineData(SslPolicyErrors.RemoteCertificateChainErrors, X509ChainStatusFlags.NotValidForUsage, true, "NotValidForUsage")]
    public void Each_refusal_says_what_was_found_and_what_to_do(SslPolicyErrors errors, X509ChainStatusFlags chain, bool ownRoots, string expected) =>
        Assert.Contains(expected, TlsRefusal.Explain(errors, chain, new ServerAddress("zk", 2281), "zk", ownRoots), StringComparison.Ordinal);

    [Fact]
    public void Settings_that_cannot_work_are_refused_by_name()
    {
        using var root = X509CertificateLoader.LoadCertificate(_authority.Root.RawData);
        (string Names, TlsOptions Options)[] mistakes =
        [
            ("ServerName", new TlsOptions { ServerName = "" }),
            ("Roots", new TlsOptions { Roots = [] }),
            ("ClientCertificate", new TlsOptions { ClientCertificate = root }),
            ("Protocols", new TlsOptions { Protocols = SslProtocols.None }),
            ("RevocationMode", new TlsOptions { RevocationMode = (X509RevocationMode)9 }),
        ];
        foreach (var (names, options) in mistakes)
        {
            var e = Assert.Throws<ArgumentException>(() => new ZooKeeperOptions("zk") { Tls = options }.Validate());
            Assert.Contains($"Tls: {names} ", e.Message, StringComparison.Ordinal);
        }

        new ZooKeeperOptions("zk") { Tls = new TlsOptions() }.Validate();
    }

    private static async Task<TlsFailedException> RefusedAsync(X509Certificate2 certificate, TlsOptions options)
    {
        await using var server = new ScriptedServer { Certificate = certificate };
        var connecting = server.Connector(o => o with { Tls = options }).ConnectAsync(default);
        Assert.True(await Record.ExceptionAsync(() => server.AcceptAsync()) is AuthenticationException or IOException);
        return await Assert.ThrowsAsync<TlsFailedException>(() => connecting.WaitAsync(ScriptedLink.Bound));
    }
}
