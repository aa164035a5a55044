using System.Diagnostics.CodeAnalysis;

namespace ChefActors.Core.Configuration;

/// <summary>User and password for ZooKeeper's scheme <c>digest</c>. Its text form holds the user alone.</summary>
public sealed class DigestCredentials(string user, string password)
{
    /// <summary>Before the first colon.</summary>
    public string User { get; } = user;

    /// <summary>After it. Never printed.</summary>
    public string Password { get; } = password;

    /// <summary>Reads <c>user:password</c>.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out DigestCredentials? credentials)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        credentials = colon > 0 && colon < text.Length - 1 ? new DigestCredentials(text[..colon], text[(colon + 1)..]) : null;
        return credentials is not null;
    }

    /// <inheritdoc />
    public override string ToString() => User + ":***";
}
