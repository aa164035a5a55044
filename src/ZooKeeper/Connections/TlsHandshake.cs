using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace ChefActors.ZooKeeper.Connections;

/// <summary>Puts TLS around a connection. In a file of its own, so that who uses none of it loads none of it.</summary>
internal static class TlsHandshake
{
    /// <summary>Takes over the stream: it is disposed when this fails.</summary>
    /// <exception cref="TlsFailedException">One side refuses the other.</exception>
    /// <exception cref="IOException">The connection broke meanwhile.</exception>
    public static async Task<Stream> RunAsync(Stream stream, ServerAddress server, TlsOptions options, CancellationToken cancellationToken)
    {
        string? refusal = null;
        var name = options.ServerName ?? server.Host;
        var secure = new SslStream(stream, leaveInnerStreamOpen: false);
        try
        {
            await secure.AuthenticateAsClientAsync(
                Settings(options, name, (errors, chain) => refusal = TlsRefusal.Explain(errors, chain, server, name, options.Roots is not null)), cancellationToken);
            return secure;
        }
        catch (AuthenticationException e)
        {
            await secure.DisposeAsync();
            throw new TlsFailedException(refusal ?? Unexplained(server, e), e);
        }
        catch (IOException e)
        {
            await secure.DisposeAsync();
            throw new IOException($"the connection broke during the TLS handshake; is {server} a secureClientPort, and does it ask for a client certificate?", e);
        }
        catch
        {
            await secure.DisposeAsync();
            throw;
        }
    }

    private static string Unexplained(ServerAddress server, Exception e) =>
        $"the TLS handshake with {server} failed: {e.InnerException?.Message ?? e.Message}; it must be a secureClientPort, know one of the protocols, and accept the client certificate if it asks for one";

    private static SslClientAuthenticationOptions Settings(TlsOptions options, string name, Action<SslPolicyErrors, X509ChainStatusFlags> refused) => new()
    {
        TargetHost = name,
        EnabledSslProtocols = options.Protocols,
        AllowRenegotiation = false,
        CertificateRevocationCheckMode = options.RevocationMode,
        CertificateChainPolicy = options.Roots is null ? null : PolicyOf(options.Roots, options.RevocationMode),
        ClientCertificates = options.ClientCertificate is null ? null : [options.ClientCertificate],
        LocalCertificateSelectionCallback = options.ClientCertificate is null ? null : (_, _, _, _, _) => options.ClientCertificate,
        RemoteCertificateValidationCallback = (_, _, chain, errors) =>
        {
            if (errors == SslPolicyErrors.None) return true;
            refused(errors, chain?.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, static (all, one) => all | one.Status) ?? X509ChainStatusFlags.NoError);
            return false;
        },
    };

    private static X509ChainPolicy PolicyOf(X509Certificate2Collection roots, X509RevocationMode revocation)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = revocation };
        policy.CustomTrustStore.AddRange(roots);
        return policy;
    }
}
