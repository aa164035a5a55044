using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace ChefActors.ZooKeeper;

/// <summary>Names of the <c>digest</c> scheme (DigestAuthenticationProvider, with its default algorithm).</summary>
public static class DigestAuth
{
    /// <summary>The scheme's name.</summary>
    public const string Scheme = "digest";

    /// <summary>The id for an ACL: <c>user:base64(sha1(user:password))</c>.</summary>
    /// <param name="credentials"><c>user:password</c>, as it is given to <see cref="IZooKeeperClient.AddAuthAsync"/>, in UTF-8.</param>
    /// <exception cref="ArgumentException">There is no colon in it. The message does not repeat it.</exception>
    public static string IdOf(ReadOnlySpan<byte> credentials) =>
        TryGetId(credentials, out var id) ? id : throw new ArgumentException("digest credentials have the form user:password", nameof(credentials));

    /// <summary>The id for an ACL, or false when <paramref name="credentials"/> has no colon.</summary>
    public static bool TryGetId(ReadOnlySpan<byte> credentials, [NotNullWhen(true)] out string? id)
    {
        var colon = credentials.IndexOf((byte)':');
        id = colon < 0 ? null : $"{Encoding.UTF8.GetString(credentials[..colon])}:{Hash(credentials)}";
        return id is not null;
    }

    /// <summary>The credentials for <see cref="IZooKeeperClient.AddAuthAsync"/>.</summary>
    public static byte[] Credentials(string user, string password) => Encoding.UTF8.GetBytes($"{user}:{password}");

    [SuppressMessage("Security", "CA5350", Justification = "The server's default algorithm for digest ids; the protocol leaves no choice.")]
    private static string Hash(ReadOnlySpan<byte> credentials) => Convert.ToBase64String(SHA1.HashData(credentials));
}
