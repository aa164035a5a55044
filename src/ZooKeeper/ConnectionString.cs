using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ChefActors.ZooKeeper;

/// <summary>One server of a connection string.</summary>
public readonly record struct ServerAddress(string Host, int Port)
{
    /// <summary>host:port, an IPv6 address in brackets.</summary>
    public override string ToString() => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
}

/// <summary><c>host:port,host:port,[v6]:port/chroot</c>; the port is 2181 when it is left out, the chroot empty when it is or is <c>/</c>.</summary>
public sealed record ConnectionString(IReadOnlyList<ServerAddress> Servers, string Chroot)
{
    /// <summary>ZooKeeper's client port.</summary>
    public const int DefaultPort = 2181;

    /// <summary>Reads one. <paramref name="error"/> says what is wrong: what was found and what is allowed.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ConnectionString? connectionString, [NotNullWhen(false)] out string? error)
    {
        connectionString = null;
        if (string.IsNullOrWhiteSpace(text))
        {
            error = "the connection string is empty; allowed: host:port,host:port/chroot";
            return false;
        }

        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var chroot = slash < 0 ? "" : text[slash..];
        if (chroot == "/") chroot = "";
        if (chroot.Length > 0 && !ZnodePath.IsValid(chroot, out var why))
        {
            error = $"the chroot '{chroot}' is no path: {why}";
            return false;
        }

        var servers = new List<ServerAddress>();
        foreach (var part in (slash < 0 ? text : text[..slash]).Split(','))
        {
            if (!TryParseServer(part.Trim(), out var server))
            {
                error = $"'{part.Trim()}' is no server; allowed: host, host:port or [address]:port with a port from 1 to 65535";
                return false;
            }

            servers.Add(server);
        }

        connectionString = new ConnectionString(servers, chroot);
        error = null;
        return true;
    }

    /// <summary>Reads one.</summary>
    /// <exception cref="FormatException">It is no connection string.</exception>
    public static ConnectionString Parse(string text) =>
        TryParse(text, out var connectionString, out var error) ? connectionString : throw new FormatException(error);

    /// <inheritdoc />
    public override string ToString() => string.Join(',', Servers) + Chroot;

    private static bool TryParseServer(string text, out ServerAddress server)
    {
        server = default;
        if (text.Length == 0) return false;
        string host;
        var rest = "";
        if (text[0] == '[')
        {
            var end = text.IndexOf(']', StringComparison.Ordinal);
            if (end < 2) return false;
            (host, rest) = (text[1..end], text[(end + 1)..]);
        }
        else
        {
            var colon = text.IndexOf(':', StringComparison.Ordinal);
            (host, rest) = colon < 0 ? (text, "") : (text[..colon], text[colon..]);
        }

        var port = DefaultPort;
        if (rest.Length > 0
            && (rest[0] != ':' || !int.TryParse(rest.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out port) || port is < 1 or > 65535))
        {
            return false;
        }

        if (host.Length == 0 || host.Any(c => char.IsWhiteSpace(c) || c is '/' or '@' or '?')) return false;
        server = new ServerAddress(host, port);
        return true;
    }
}
