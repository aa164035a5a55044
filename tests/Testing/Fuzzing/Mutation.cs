using System.Buffers.Binary;

namespace ChefActors.Testing.Fuzzing;

/// <summary>Makes a hostile message of a valid one.</summary>
public static class Mutation
{
    private const int LongestInsertion = 64;

    /// <summary>One to three changes. The first bytes of <paramref name="message"/> may change as any others.</summary>
    /// <param name="chance">What decides.</param>
    /// <param name="message">A valid message.</param>
    /// <param name="other">Another one, for splices.</param>
    public static byte[] Of(Chance chance, ReadOnlySpan<byte> message, ReadOnlySpan<byte> other)
    {
        var bytes = message.ToArray();
        for (var left = 1 + chance.Below(3); left > 0; left--) bytes = Once(chance, bytes, other);
        return bytes;
    }

    private static byte[] Once(Chance chance, byte[] bytes, ReadOnlySpan<byte> other) => chance.Below(8) switch
    {
        0 => FlipBits(chance, bytes),
        1 => bytes[..chance.Below(bytes.Length + 1)],
        2 or 3 => OverwriteNumber(chance, bytes, FindLength(chance, bytes)),
        4 => OverwriteNumber(chance, bytes, chance.Below(bytes.Length + 1)),
        5 => [.. bytes[..chance.Below(bytes.Length + 1)], .. other[chance.Below(other.Length + 1)..]],
        6 => Insert(chance, bytes),
        _ => OverwriteNumber(chance, bytes, 4 * chance.Below(2)),
    };

    private static byte[] FlipBits(Chance chance, byte[] bytes)
    {
        for (var left = 1 + chance.Below(4); left > 0 && bytes.Length > 0; left--) bytes[chance.Below(bytes.Length)] ^= (byte)(1 << chance.Below(8));
        return bytes;
    }

    private static byte[] OverwriteNumber(Chance chance, byte[] bytes, int at)
    {
        if (at > bytes.Length - 4) return bytes;
        var number = bytes.AsSpan(at, 4);
        var now = BinaryPrimitives.ReadInt32BigEndian(number);
        BinaryPrimitives.WriteInt32BigEndian(number, unchecked(chance.Below(12) switch
        {
            0 => -1,
            1 => -2,
            2 => 0,
            3 => now + 1,
            4 => now - 1,
            5 => int.MaxValue,
            6 => int.MinValue,
            7 => 1 << chance.Below(31),
            8 => bytes.Length - at - 4,
            9 => bytes.Length - at - 3,

            // Where an operation or a request's number stands these are others.
            10 => chance.Below(120) - 12,
            _ => (int)chance.Bits(),
        }));
        return bytes;
    }

    private static byte[] Insert(Chance chance, byte[] bytes)
    {
        var inserted = new byte[1 + chance.Below(LongestInsertion)];
        if (chance.OneIn(2)) chance.Fill(inserted);
        var at = chance.Below(bytes.Length + 1);
        return [.. bytes[..at], .. inserted, .. bytes[at..]];
    }

    /// <summary>Where a number stands that is as large as the length of something in the message; it may be none.</summary>
    private static int FindLength(Chance chance, ReadOnlySpan<byte> bytes)
    {
        var start = chance.Below(bytes.Length + 1);
        for (var at = start; at <= bytes.Length - 4; at++)
        {
            if (BinaryPrimitives.ReadInt32BigEndian(bytes[at..]) is var number && number >= -1 && number <= bytes.Length) return at;
        }

        return start;
    }
}
