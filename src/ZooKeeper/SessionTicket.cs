using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ChefActors.ZooKeeper;

/// <summary>
/// What a session is resumed by, in another process too: its id, its password, and the latest transaction it saw, so that the resumed session
/// reads nothing older. Whoever holds it owns the session: keep its bytes as a secret. Its text form holds the id only.
/// </summary>
public sealed class SessionTicket : IEquatable<SessionTicket>
{
    private const byte Version = 1;

    /// <summary>Version (1 byte), id (8), latest transaction (8), big-endian as on the wire; the password follows.</summary>
    private const int PasswordAt = 17;

    private const int PasswordLimit = 64;

    internal SessionTicket(long sessionId, long lastZxid, ReadOnlySpan<byte> password) => (SessionId, LastZxid, Password) = (sessionId, lastZxid, password.ToArray());

    /// <summary>The session's id; never 0.</summary>
    public long SessionId { get; }

    /// <summary>The latest transaction that the session saw.</summary>
    internal long LastZxid { get; }

    /// <summary>As the server gave it. Never printed.</summary>
    internal byte[] Password { get; }

    /// <summary>Reads what <see cref="Export"/> gave. <paramref name="error"/> says what was found and what is allowed, without the bytes.</summary>
    public static bool TryImport(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out SessionTicket? ticket, [NotNullWhen(false)] out string? error)
    {
        (ticket, error) = (null, null);
        if (bytes.Length is <= PasswordAt or > PasswordAt + PasswordLimit)
        {
            error = $"a session ticket has {PasswordAt + 1} to {PasswordAt + PasswordLimit} bytes, not {bytes.Length}; take it from {nameof(Export)}";
        }
        else if (bytes[0] != Version)
        {
            error = $"the session ticket is of version {bytes[0]}; this library reads version {Version}: open a new session";
        }
        else if (BinaryPrimitives.ReadInt64BigEndian(bytes[1..]) is var id && id == 0)
        {
            error = "the session ticket has the session id 0, which no session has";
        }
        else
        {
            ticket = new SessionTicket(id, BinaryPrimitives.ReadInt64BigEndian(bytes[9..]), bytes[PasswordAt..]);
        }

        return ticket is not null;
    }

    /// <summary>Reads what <see cref="Export"/> gave.</summary>
    /// <exception cref="FormatException">It is no ticket. The message does not repeat it.</exception>
    public static SessionTicket Import(ReadOnlySpan<byte> bytes) => TryImport(bytes, out var ticket, out var error) ? ticket : throw new FormatException(error);

    /// <summary>Its bytes, to be kept where only this service reads them.</summary>
    public byte[] Export()
    {
        var bytes = new byte[PasswordAt + Password.Length];
        bytes[0] = Version;
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(1), SessionId);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(9), LastZxid);
        Password.CopyTo(bytes.AsSpan(PasswordAt));
        return bytes;
    }

    /// <summary>The same session, proved by the same password; the latest transaction does not count.</summary>
    public bool Equals(SessionTicket? other) => other is not null && SessionId == other.SessionId && Password.AsSpan().SequenceEqual(other.Password);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as SessionTicket);

    /// <inheritdoc />
    public override int GetHashCode() => SessionId.GetHashCode();

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"session 0x{SessionId:x}");
}
