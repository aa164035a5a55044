using ChefActors.ZooKeeper.Embedded.Storage.Records;
using ChefActors.ZooKeeper.Wire;

namespace ChefActors.ZooKeeper.Embedded.Storage.Recovery;

/// <summary>Reads the bytes of a log, pure, and tells a write that was interrupted from damage.</summary>
internal static class LogReader
{
    /// <summary>
    /// Repeats all whole records on <paramref name="image"/>. A record is written only when the one before is safe, so what an interrupted
    /// write left is the last: any of its blocks may be there and any not, and zeros are where they stood before. A broken record with a
    /// whole one behind it is no such thing, nor is a whole record that does not follow from those before.
    /// </summary>
    public static LogReading Read(ReadOnlySpan<byte> file, in FileHeader header, StoreImage image)
    {
        var (at, seed) = (FileHeader.Size, header.Seed);
        int? last = null;
        while (at < file.Length && RecordFrame.TryRead(file[at..], seed, out var content))
        {
            try
            {
                TransactionReader.RepeatAll(image, content);
            }
            catch (WireFormatException problem)
            {
                return new LogReading(at, last, Torn: null, $"the record is whole, but {problem.Message}");
            }

            (last, at) = (at, at + RecordFrame.PrefixSize + content.Length);
        }

        var rest = file[at..];
        if (rest.IndexOfAnyExcept((byte)0) < 0) return new LogReading(at, last, Torn: null, Damage: null);
        var found = Describe(rest);
        return FindRecord(rest, seed, image.LastZxid) is { } whole
            ? new LogReading(at, last, Torn: null, $"{found}, and a whole record follows at byte {at + whole}")
            : new LogReading(at, last, found, Damage: null);
    }

    private static string Describe(ReadOnlySpan<byte> rest)
    {
        var length = RecordFrame.LengthOf(rest);
        return length <= 0 || length > rest.Length - RecordFrame.PrefixSize
            ? $"a record claims {length} bytes, {Math.Max(0, rest.Length - RecordFrame.PrefixSize)} are left"
            : $"a record of {length} bytes does not match its checksum";
    }

    /// <summary>Where in these bytes, but not at their beginning, a whole record stands; null: nowhere.</summary>
    private static int? FindRecord(ReadOnlySpan<byte> rest, uint seed, long lastZxid)
    {
        for (var at = 1; at < rest.Length - RecordFrame.PrefixSize; at++)
        {
            // The look at the first transaction is cheap; a checksum of megabytes at every byte would not be.
            var length = RecordFrame.LengthOf(rest[at..]);
            if (length <= 0 || length > rest.Length - at - RecordFrame.PrefixSize) continue;
            if (!TransactionReader.LooksLikeFirst(rest.Slice(at + RecordFrame.PrefixSize, length), lastZxid)) continue;
            if (RecordFrame.TryRead(rest[at..], seed, out _)) return at;
        }

        return null;
    }
}
