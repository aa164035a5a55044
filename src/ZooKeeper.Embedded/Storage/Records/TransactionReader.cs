using ChefActors.ZooKeeper.Wire;

namespace ChefActors.ZooKeeper.Embedded.Storage.Records;

/// <summary>Repeats the transactions of a record on an image.</summary>
internal static class TransactionReader
{
    private const int SmallestTransaction = 8;

    /// <summary>Repeats all of them; each has the zxid after the one before.</summary>
    /// <exception cref="WireFormatException">They cannot be read, or do not follow. The image is not to be used then.</exception>
    public static void RepeatAll(StoreImage image, ReadOnlySpan<byte> content)
    {
        while (!content.IsEmpty)
        {
            var outer = new JuteReader(content);
            var length = outer.ReadInt();
            if (length < SmallestTransaction || length > outer.Remaining) throw new WireFormatException($"a transaction claims {length} bytes, {outer.Remaining} are left");
            var reader = new JuteReader(content.Slice(4, length));
            var zxid = reader.ReadLong();
            if (zxid != image.LastZxid + 1) throw new WireFormatException($"transaction 0x{zxid:x} follows 0x{image.LastZxid:x}: what is between them is missing");
            EffectReader.RepeatAll(image, ref reader);
            image.LastZxid = zxid;
            content = content[(4 + length)..];
        }
    }

    /// <summary>The zxid of the first transaction when these bytes may well begin with one; for telling records from other bytes.</summary>
    public static bool LooksLikeFirst(ReadOnlySpan<byte> content, long afterZxid)
    {
        if (content.Length < 4 + SmallestTransaction) return false;
        var reader = new JuteReader(content);
        var length = reader.ReadInt();
        return length >= SmallestTransaction && length <= content.Length - 4 && reader.ReadLong() is var zxid && zxid > afterZxid && zxid - afterZxid < uint.MaxValue;
    }
}
