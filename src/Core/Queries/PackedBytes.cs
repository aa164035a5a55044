using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;

namespace ChefActors.Core.Queries;

/// <summary>
/// Bytes of a log inside JSON: gzip, then base64. Output holds bytes that are no UTF-8 and a page may end in the middle of a character, so text would
/// not do; and what a run prints packs to a tenth.
/// </summary>
public static class PackedBytes
{
    /// <summary>The word of the field <c>encoding</c>.</summary>
    public const string Encoding = "gzip+base64";

    /// <summary>Head and end of gzip, with room to spare.</summary>
    private const int Overhead = 64;

    /// <summary>Packs as many of the bytes, from the first on, as fit.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="charsAtMost">The most characters of the packed text, from 1024.</param>
    /// <returns>The text, and how many bytes are in it: all of them, or fewer but never none of some.</returns>
    public static (string Data, int Taken) Pack(ReadOnlySpan<byte> bytes, int charsAtMost)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(charsAtMost, 1024);
        var packedAtMost = charsAtMost / 4 * 3;

        // So many fit whatever they are: at its worst deflate spends 9 bits on a byte.
        var certain = Math.Min(bytes.Length, (packedAtMost - Overhead) / 9 * 8);
        for (var taken = bytes.Length; ;)
        {
            var packed = Gzip(bytes[..taken]);
            if (packed.Length <= packedAtMost) return (Convert.ToBase64String(packed), taken);
            if (taken <= certain) throw new InvalidOperationException($"{taken} bytes became {packed.Length} when packed");

            // As it packed so far, and a tenth less.
            taken = Math.Max(certain, (int)((double)taken * packedAtMost / packed.Length * 0.9));
        }
    }

    /// <summary>Unpacks; false when it is nothing that was packed here, or not just so many bytes.</summary>
    public static bool TryUnpack(string data, int bytes, [NotNullWhen(true)] out byte[]? unpacked)
    {
        unpacked = null;
        if (bytes is < 0 or > Query.LogBytesAtMost) return false;
        var packed = new byte[(data.Length / 4 * 3) + 3];
        if (!Convert.TryFromBase64String(data, packed, out var length)) return false;
        var buffer = new byte[bytes];
        try
        {
            using var gzip = new GZipStream(new MemoryStream(packed, 0, length), CompressionMode.Decompress);
            if (gzip.ReadAtLeast(buffer, bytes, throwOnEndOfStream: false) != bytes || gzip.ReadByte() != -1) return false;
        }
        catch (InvalidDataException)
        {
            return false;
        }

        unpacked = buffer;
        return true;
    }

    private static byte[] Gzip(ReadOnlySpan<byte> bytes)
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Optimal, leaveOpen: true)) gzip.Write(bytes);
        return buffer.ToArray();
    }
}
