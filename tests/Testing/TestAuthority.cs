using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ChefActors.Testing;

/// <summary>A certificate authority of one test: made anew, trusted by nobody else, gone with the test.</summary>
public sealed class TestAuthority : IDisposable
{
    private static readonly TimeSpan _life = TimeSpan.FromDays(1);

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>Makes one.</summary>
    public TestAuthority(string name = "chefactors test authority")
    {
        var request = new CertificateRequest($"CN={name}", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        Root = request.CreateSelfSigned(Now - _life, Now + _life);
    }

    /// <summary>Its own certificate.</summary>
    public X509Certificate2 Root { get; }

    /// <summary>Its own certificate as the only root of a client.</summary>
    public X509Certificate2Collection Roots => [Root];

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    /// <summary>A certificate with its key, for servers and clients alike.</summary>
    /// <param name="commonName">The subject is <c>CN=</c> this.</param>
    /// <param name="names">Host names and addresses that it is for.</param>
    public X509Certificate2 Issue(string commonName, params string[] names)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={commonName}", key, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            if (IPAddress.TryParse(name, out var address)) alternatives.AddIpAddress(address);
            else alternatives.AddDnsName(name);
        }

        if (names.Length > 0) request.CertificateExtensions.Add(alternatives.Build());
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")], critical: false));
        using var certificate = request.Create(Root, Now - (_life / 2), Now + (_life / 2), RandomNumberGenerator.GetBytes(8));
        return certificate.CopyWithPrivateKey(key);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Root.Dispose();
        _key.Dispose();
    }
}
