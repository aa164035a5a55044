using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace ChefActors.ZooKeeper;

/// <summary>
/// TLS around the protocol, for a server's <c>secureClientPort</c>. The server's certificate is always checked: who may speak is said by
/// <see cref="Roots"/>, under which name by <see cref="ServerName"/>, and nothing switches that off. Its text form holds no key.
/// </summary>
public sealed record TlsOptions
{
    /// <summary>The name or address that the certificate must hold. Null: the host of the connection string that is dialed.</summary>
    public string? ServerName { get; init; }

    /// <summary>The only roots that are trusted; a server's own certificate, signed by itself, is one too. Null: those of the machine. Not empty.</summary>
    public X509Certificate2Collection? Roots { get; init; }

    /// <summary>Shown to a server that asks; it makes the session's identity <c>x509:DN</c>. With its private key. Null: none.</summary>
    public X509Certificate2? ClientCertificate { get; init; }

    /// <summary>Whether revocation is looked up. It needs the network, and an answer that does not come counts as a refusal. <see cref="X509RevocationMode.NoCheck"/>.</summary>
    public X509RevocationMode RevocationMode { get; init; } = X509RevocationMode.NoCheck;

    /// <summary>The versions that may be used, of TLS 1.2 and 1.3. Both.</summary>
    public SslProtocols Protocols { get; init; } = SslProtocols.Tls12 | SslProtocols.Tls13;

    /// <inheritdoc />
    public override string ToString() =>
        $"TLS (name {ServerName ?? "of the host"}, {(Roots is null ? "the machine's roots" : $"{Roots.Count} own roots")}, {(ClientCertificate is null ? "no" : "a")} client certificate, {Protocols})";

    /// <summary>What is wrong with it: what was found and what is allowed; null when nothing is.</summary>
    internal string? Mistake() => this switch
    {
        { ServerName.Length: 0 } => $"{nameof(ServerName)} is empty; allowed: a host name, an address, or null for the host of the connection string",
        { Roots.Count: 0 } => $"{nameof(Roots)} is empty, so no server could be trusted; allowed: at least one certificate, or null for the machine's roots",
        { ClientCertificate.HasPrivateKey: false } => $"{nameof(ClientCertificate)} has no private key; allowed: a certificate with its key, such as from a PKCS#12 file",
        _ when !Enum.IsDefined(RevocationMode) => $"{nameof(RevocationMode)} is {RevocationMode}; allowed: {string.Join(", ", Enum.GetNames<X509RevocationMode>())}",
        _ when Protocols == SslProtocols.None || (Protocols & ~(SslProtocols.Tls12 | SslProtocols.Tls13)) != SslProtocols.None =>
            $"{nameof(Protocols)} is {Protocols}; allowed: {SslProtocols.Tls12}, {SslProtocols.Tls13} or both",
        _ => null,
    };
}
