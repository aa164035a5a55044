using Microsoft.Win32.SafeHandles;

namespace ChefActors.ZooKeeper.Embedded.Storage.Disk;

/// <summary>A file of the system's.</summary>
internal sealed class SystemFile(SafeFileHandle handle, string path) : IStoreFile
{
    public long Length => RandomAccess.GetLength(handle);

    public void Read(Span<byte> to, long offset)
    {
        for (var done = 0; done < to.Length;)
        {
            var count = RandomAccess.Read(handle, to[done..], offset + done);
            if (count == 0) throw new EndOfStreamException($"{path} ends at byte {offset + done}, bytes up to {offset + to.Length} are needed");
            done += count;
        }
    }

    public void Write(ReadOnlySpan<byte> bytes, long offset) => RandomAccess.Write(handle, bytes, offset);

    public void SetLength(long length) => RandomAccess.SetLength(handle, length);

    public void Sync() => SystemCalls.SyncData(handle, path);

    public void Dispose() => handle.Dispose();
}
