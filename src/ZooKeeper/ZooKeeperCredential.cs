namespace ChefActors.ZooKeeper;

/// <summary>What proves an identity to the servers. Its text form holds the scheme only.</summary>
public sealed class ZooKeeperCredential(string scheme, byte[] secret)
{
    /// <summary>The scheme, such as <c>digest</c>.</summary>
    public string Scheme { get; } = scheme;

    /// <summary>Its bytes; for <c>digest</c> <c>user:password</c> in UTF-8. Never printed.</summary>
    internal byte[] Secret { get; } = secret;

    /// <summary>User and password of the scheme <c>digest</c>.</summary>
    public static ZooKeeperCredential Digest(string user, string password) => new(DigestAuth.Scheme, DigestAuth.Credentials(user, password));

    /// <inheritdoc />
    public override string ToString() => $"{Scheme}:***";
}
