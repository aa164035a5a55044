using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ChefActors.Core.Commands;

/// <summary>
/// Ids of commands and rollouts. A typed command has its rollout's id: 26 characters of a ULID (time, then random). A slot's command is
/// <c>slot-</c> and the mzxid of the push in hex, lower case.
/// </summary>
public static class CommandId
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const string SlotPrefix = "slot-";

    /// <summary>A new rollout id: 48 bits of time, 80 of chance, so that ids sort by the time of their making.</summary>
    /// <param name="now">The time.</param>
    /// <param name="chance">10 random bytes.</param>
    public static string NewRollout(DateTimeOffset now, ReadOnlySpan<byte> chance)
    {
        if (chance.Length != 10) throw new ArgumentException("10 bytes are expected", nameof(chance));
        var number = (UInt128)(ulong)now.ToUnixTimeMilliseconds() << 80;
        for (var i = 0; i < 10; i++) number |= (UInt128)chance[i] << (8 * (9 - i));
        Span<char> text = stackalloc char[26];
        for (var i = 25; i >= 0; i--, number >>= 5) text[i] = Alphabet[(int)(number & 31)];
        return new string(text);
    }

    /// <summary>The command id of a push that the slot holds.</summary>
    public static string ForSlot(long mzxid) => SlotPrefix + mzxid.ToString("x", CultureInfo.InvariantCulture);

    /// <summary>Whether the id is a slot's, and the mzxid that it names.</summary>
    public static bool TryParseSlot(string id, out long mzxid)
    {
        mzxid = 0;
        return id.StartsWith(SlotPrefix, StringComparison.Ordinal)
            && long.TryParse(id.AsSpan(SlotPrefix.Length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out mzxid)
            && ForSlot(mzxid) == id;
    }

    /// <summary>Whether the id may stand in a path and in a log: <c>[A-Za-z0-9_-]{1,64}</c>.</summary>
    public static bool IsValid([NotNullWhen(true)] string? id) =>
        id is { Length: > 0 and <= 64 } && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
