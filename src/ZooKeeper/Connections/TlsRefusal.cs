using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace ChefActors.ZooKeeper.Connections;

/// <summary>Says in words why a server's certificate was refused, and what to do about it.</summary>
internal static class TlsRefusal
{
    private const X509ChainStatusFlags Dates = X509ChainStatusFlags.NotTimeValid;

    private const X509ChainStatusFlags Revocation =
        X509ChainStatusFlags.Revoked | X509ChainStatusFlags.RevocationStatusUnknown | X509ChainStatusFlags.OfflineRevocation;

    private const X509ChainStatusFlags Trust = X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain;

    /// <param name="errors">What the check found; not None.</param>
    /// <param name="chain">All flags of the chain.</param>
    /// <param name="server">Who was dialed.</param>
    /// <param name="name">The name that was asked for.</param>
    /// <param name="ownRoots">Whether own roots were given.</param>
    public static string Explain(SslPolicyErrors errors, X509ChainStatusFlags chain, ServerAddress server, string name, bool ownRoots)
    {
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable)) return $"{server} showed no certificate; a server's secureClientPort does";
        var reasons = new List<string>();
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            reasons.Add($"it is not for '{name}': connect by a name that is in it, or give that name as {nameof(TlsOptions)}.{nameof(TlsOptions.ServerName)}");
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors)) reasons.Add(Explain(chain, ownRoots));
        return $"the certificate of {server} was refused: {string.Join("; ", reasons)}";
    }

    private static string Explain(X509ChainStatusFlags chain, bool ownRoots)
    {
        if ((chain & Dates) != X509ChainStatusFlags.NoError) return $"it or one above it is not valid today ({chain}): look at its dates and at this machine's clock";
        if ((chain & Revocation) != X509ChainStatusFlags.NoError) return $"it is revoked or that could not be looked up ({chain}): see {nameof(TlsOptions)}.{nameof(TlsOptions.RevocationMode)}";
        if ((chain & Trust) == X509ChainStatusFlags.NoError) return $"its chain is not valid ({chain})";
        return ownRoots
            ? $"its root is none of {nameof(TlsOptions)}.{nameof(TlsOptions.Roots)} ({chain}): add the authority that signed it"
            : $"its root is none of this machine's ({chain}): give the authority that signed it as {nameof(TlsOptions)}.{nameof(TlsOptions.Roots)}";
    }
}
