using System.Buffers.Binary;

namespace ChefActors.ZooKeeper.Embedded.Storage.Records;

/// <summary>
/// The first 48 bytes of every file of a store, big-endian: 8 bytes of kind, version (4), the store's id (16), zxid (8), last session id
/// (8), CRC-32C of all before (4). Its checksum is the seed of all the others in the file, so that no record counts in another file.
/// </summary>
/// <param name="Kind">A log or a snapshot.</param>
/// <param name="StoreId">The same in all files of a store.</param>
/// <param name="Zxid">Of a log, the transaction before its first; of a snapshot, the last one that is in it.</param>
/// <param name="LastSessionId">The largest session id given out until then.</param>
internal readonly record struct FileHeader(FileKind Kind, Guid StoreId, long Zxid, long LastSessionId)
{
    /// <summary>Bytes of a header.</summary>
    public const int Size = 48;

    /// <summary>What this program writes, and the only one that it reads.</summary>
    public const int Version = 1;

    /// <summary>The seed of the checksums that follow in the file.</summary>
    public uint Seed
    {
        get
        {
            Span<byte> bytes = stackalloc byte[Size];
            Write(bytes);
            return BinaryPrimitives.ReadUInt32BigEndian(bytes[(Size - 4)..]);
        }
    }

    /// <summary>Writes <see cref="Size"/> bytes.</summary>
    public void Write(Span<byte> to)
    {
        MagicOf(Kind).CopyTo(to);
        BinaryPrimitives.WriteInt32BigEndian(to[8..], Version);
        StoreId.TryWriteBytes(to[12..], bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(to[28..], Zxid);
        BinaryPrimitives.WriteInt64BigEndian(to[36..], LastSessionId);
        BinaryPrimitives.WriteUInt32BigEndian(to[44..], Checksum.Of(0, to[..44]));
    }

    /// <summary>Reads a header; null is success, otherwise it is what is wrong with it.</summary>
    public static string? Read(ReadOnlySpan<byte> bytes, FileKind wanted, out FileHeader header)
    {
        header = default;
        if (bytes.Length < Size) return $"the file has {bytes.Length} bytes, its header alone has {Size}";
        if (!bytes[..8].SequenceEqual(MagicOf(wanted))) return $"it does not begin as a {Word(wanted)} does";
        var version = BinaryPrimitives.ReadInt32BigEndian(bytes[8..]);
        if (BinaryPrimitives.ReadUInt32BigEndian(bytes[44..]) != Checksum.Of(0, bytes[..44])) return "the header does not match its checksum";
        if (version != Version) return $"it is of version {version}, this program reads version {Version}: use the program that wrote it";
        header = new FileHeader(
            wanted, new Guid(bytes.Slice(12, 16), bigEndian: true), BinaryPrimitives.ReadInt64BigEndian(bytes[28..]), BinaryPrimitives.ReadInt64BigEndian(bytes[36..]));
        return null;
    }

    private static ReadOnlySpan<byte> MagicOf(FileKind kind) => kind == FileKind.Log ? "ZkEmbLog"u8 : "ZkEmbSnp"u8;

    private static string Word(FileKind kind) => kind == FileKind.Log ? "log" : "snapshot";
}
