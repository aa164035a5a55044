using ChefActors.ZooKeeper.Embedded.Storage.Disk;
using ChefActors.ZooKeeper.Embedded.Storage.Records;
using ChefActors.ZooKeeper.Wire;

namespace ChefActors.ZooKeeper.Embedded.Storage.Recovery;

/// <summary>
/// Reads a snapshot record by record, so that no more than one is in memory beside the image. Its first record is the number of effects
/// in all others (8 bytes), which are those that make the image of an empty one; then the file ends.
/// </summary>
internal static class SnapshotReader
{
    /// <summary>Reads it. Null is success; otherwise it is what is wrong, with the byte, and image and header are not to be used.</summary>
    public static (long Offset, string Problem)? Read(IStoreFile file, StoreImage image, out FileHeader header)
    {
        var bytes = new byte[Math.Min(FileHeader.Size, file.Length)];
        file.Read(bytes, 0);
        if (FileHeader.Read(bytes, FileKind.Snapshot, out header) is { } problem) return (0, problem);
        var (seed, at, effects) = (header.Seed, (long)FileHeader.Size, -1L);
        var record = Array.Empty<byte>();
        while (at < file.Length)
        {
            if (ReadRecord(file, at, seed, ref record) is { } broken) return (at, broken);
            var content = record.AsSpan(RecordFrame.PrefixSize);
            var reader = new JuteReader(content);
            try
            {
                if (effects < 0) effects = reader.ReadLong();
                else effects -= EffectReader.RepeatAll(image, ref reader);
            }
            catch (WireFormatException wrong)
            {
                return (at, $"the record is whole, but {wrong.Message}");
            }

            at += record.Length;
            if (effects <= 0) break;
        }

        if (effects != 0 || at != file.Length) return (at, $"the file has {file.Length} bytes and {effects} entries are missing");
        (image.LastZxid, image.LastSessionId) = (header.Zxid, Math.Max(image.LastSessionId, header.LastSessionId));
        return null;
    }

    private static string? ReadRecord(IStoreFile file, long at, uint seed, ref byte[] record)
    {
        var left = file.Length - at;
        Span<byte> prefix = stackalloc byte[RecordFrame.PrefixSize];
        if (left < prefix.Length) return $"a record begins, {left} bytes are left";
        file.Read(prefix, at);
        var length = RecordFrame.LengthOf(prefix);
        if (length <= 0 || length > left - prefix.Length) return $"a record claims {length} bytes, {left - prefix.Length} are left";
        record = new byte[prefix.Length + length];
        file.Read(record, at);
        return RecordFrame.TryRead(record, seed, out _) ? null : $"a record of {length} bytes does not match its checksum";
    }
}
