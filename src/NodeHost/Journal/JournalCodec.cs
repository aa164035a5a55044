using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text.Json;

namespace ChefActors.NodeHost.Journal;

/// <summary>
/// Records to bytes and back, pure. A record is its length (4 bytes), the XXH3 of its text (8 bytes), its text (JSON).
/// </summary>
internal static class JournalCodec
{
    /// <summary>Largest record in bytes; a result of 400 KiB fits, hostile lengths do not.</summary>
    internal const int MaxRecordBytes = 2 * 1024 * 1024;

    private const int PrefixBytes = 12;

    /// <summary>One record as it is appended.</summary>
    internal static byte[] Write(JournalRecord record)
    {
        var text = JournalJson.Write(record);
        var bytes = new byte[PrefixBytes + text.Length];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, text.Length);
        Checksum(text, bytes.AsSpan(4, 8));
        text.CopyTo(bytes, PrefixBytes);
        return bytes;
    }

    /// <summary>
    /// Reads a journal. A last record that is cut or whose checksum does not hold is torn: nothing after it has happened, so it is left out and
    /// <see cref="JournalReading.ValidBytes"/> ends before it. The disk may have kept any of its blocks and not the others, which then are the
    /// zeros that stood there. A broken record with a whole one behind it is no torn write but damage; so is a length that no write can leave.
    /// </summary>
    internal static JournalReading Read(ReadOnlySpan<byte> file)
    {
        var records = new List<JournalRecord>();
        var at = 0;
        while (at < file.Length)
        {
            var rest = file[at..];
            if (rest.Length < PrefixBytes) break;
            var length = BinaryPrimitives.ReadInt32LittleEndian(rest);
            var isWhole = length is > 0 and <= MaxRecordBytes && length <= rest.Length - PrefixBytes;
            if (!isWhole)
            {
                // The room behind the last record, or a record that was cut.
                if (rest.IndexOfAnyExcept((byte)0) < 0 || (length is >= 0 and <= MaxRecordBytes && !HoldsRecord(rest[1..]))) break;
                return new JournalReading(records, at, $"at byte {at} stands a record of {length} bytes, which cannot be");
            }

            var text = rest.Slice(PrefixBytes, length);
            var end = at + PrefixBytes + length;
            if (!Matches(text, rest.Slice(4, 8)))
            {
                if (!HoldsRecord(file[end..])) break;
                return new JournalReading(records, at, $"the record at byte {at} does not match its checksum, and more follows it");
            }

            try
            {
                records.Add(JournalJson.Read(text));
            }
            catch (Exception e) when (e is JsonException or NotSupportedException)
            {
                return new JournalReading(records, at, $"the record at byte {at} is whole but of no kind that this version knows; a newer version may have written it");
            }

            at = end;
        }

        return new JournalReading(records, at, null);
    }

    /// <summary>Whether a whole record begins anywhere in these bytes: then what stands before it was no last write.</summary>
    private static bool HoldsRecord(ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length > PrefixBytes; bytes = bytes[1..])
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(bytes);
            if (length is > 0 and <= MaxRecordBytes && length <= bytes.Length - PrefixBytes && Matches(bytes.Slice(PrefixBytes, length), bytes.Slice(4, 8))) return true;
        }

        return false;
    }

    private static bool Matches(ReadOnlySpan<byte> text, ReadOnlySpan<byte> expected)
    {
        Span<byte> actual = stackalloc byte[8];
        Checksum(text, actual);
        return actual.SequenceEqual(expected);
    }

    private static void Checksum(ReadOnlySpan<byte> text, Span<byte> checksum)
    {
        // Against torn writes and bad disks, not against people; and it spares the process OpenSSL's megabytes.
        BinaryPrimitives.WriteUInt64BigEndian(checksum, XxHash3.HashToUInt64(text));
    }
}
