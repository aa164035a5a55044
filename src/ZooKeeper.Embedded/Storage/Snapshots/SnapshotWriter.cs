using System.Buffers;
using ChefActors.ZooKeeper.Embedded.Storage.Disk;
using ChefActors.ZooKeeper.Embedded.Storage.Records;
using ChefActors.ZooKeeper.Embedded.Storage.Recovery;
using ChefActors.ZooKeeper.Wire;

namespace ChefActors.ZooKeeper.Embedded.Storage.Snapshots;

/// <summary>Writes a snapshot beside the others, syncs it, and renames it into place: a file with a snapshot's name is always whole.</summary>
/// <param name="disk">Where it goes.</param>
/// <param name="storeId">For its header.</param>
/// <param name="onLoop">Runs something on the request loop, between requests.</param>
internal sealed class SnapshotWriter(IStoreDisk disk, Guid storeId, Func<Func<(byte[] Buffer, int Length)>, Task<(byte[] Buffer, int Length)>> onLoop)
{
    /// <summary>What is taken between two requests: some hundred znodes, well below a millisecond.</summary>
    private const int PieceBytes = 64 << 10;

    /// <summary>Writes it. Returns the bytes.</summary>
    /// <exception cref="IOException">The system refused; what was there before still counts.</exception>
    /// <exception cref="ObjectDisposedException">The request loop has ended.</exception>
    public async Task<long> WriteAsync(SnapshotCapture capture)
    {
        capture.Sort();
        var header = new FileHeader(FileKind.Snapshot, storeId, capture.Zxid, capture.LastSessionId);
        var name = StoreFileNames.Snapshot(capture.Zxid);
        long length;
        using (var file = disk.Create(name + StoreFileNames.Unfinished))
        {
            length = WriteBeginning(file, header, capture.EffectCount);
            while (await onLoop(() => TakePiece(capture)) is (var buffer, > RecordFrame.PrefixSize and var size))
            {
                RecordFrame.Seal(buffer.AsSpan(0, size), header.Seed);
                file.Write(buffer.AsSpan(0, size), length);
                ArrayPool<byte>.Shared.Return(buffer);
                length += size;
            }

            file.Sync();
        }

        disk.Rename(name + StoreFileNames.Unfinished, name);
        return length;
    }

    private static int WriteBeginning(IStoreFile file, in FileHeader header, long effects)
    {
        var bytes = new byte[FileHeader.Size + RecordFrame.PrefixSize + sizeof(long)];
        header.Write(bytes);
        var record = bytes.AsSpan(FileHeader.Size);
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(record[RecordFrame.PrefixSize..], effects);
        RecordFrame.Seal(record, header.Seed);
        file.Write(bytes, 0);
        return bytes.Length;
    }

    private static (byte[] Buffer, int Length) TakePiece(SnapshotCapture capture)
    {
        var writer = new JuteWriter(PieceBytes + (PieceBytes / 4));

        // Room for the record's prefix.
        writer.WriteLong(0);
        capture.WriteNext(writer, PieceBytes);
        return writer.Detach();
    }
}
