using System.Buffers.Binary;

namespace ChefActors.ZooKeeper.Embedded.Storage.Records;

/// <summary>
/// A record in a file: the length of its content (4 bytes, big-endian, above 0), the CRC-32C of length and content from the file's seed (4
/// bytes), the content. In a log a record is what one sync covered: the next is not begun before it is safe, so only the last can be torn.
/// </summary>
internal static class RecordFrame
{
    /// <summary>Bytes before the content.</summary>
    public const int PrefixSize = 8;

    /// <summary>Writes the prefix of a record whose content stands in <paramref name="record"/> already, behind room for it.</summary>
    public static void Seal(Span<byte> record, uint seed)
    {
        BinaryPrimitives.WriteInt32BigEndian(record, record.Length - PrefixSize);
        BinaryPrimitives.WriteUInt32BigEndian(record[4..], ChecksumOf(record, seed));
    }

    /// <summary>The length of the content that a record claims; -1 when not even that is there.</summary>
    public static int LengthOf(ReadOnlySpan<byte> bytes) => bytes.Length < PrefixSize ? -1 : BinaryPrimitives.ReadInt32BigEndian(bytes);

    /// <summary>The content of the record at the beginning of <paramref name="bytes"/>; false when it is not whole or its checksum is another.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, uint seed, out ReadOnlySpan<byte> content)
    {
        content = default;
        var length = LengthOf(bytes);
        if (length <= 0 || length > bytes.Length - PrefixSize) return false;
        var record = bytes[..(PrefixSize + length)];
        if (BinaryPrimitives.ReadUInt32BigEndian(record[4..]) != ChecksumOf(record, seed)) return false;
        content = record[PrefixSize..];
        return true;
    }

    private static uint ChecksumOf(ReadOnlySpan<byte> record, uint seed) => Checksum.Of(Checksum.Of(seed, record[..4]), record[PrefixSize..]);
}
