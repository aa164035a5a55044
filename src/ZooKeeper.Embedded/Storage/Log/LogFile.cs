using ChefActors.ZooKeeper.Embedded.Storage.Disk;
using ChefActors.ZooKeeper.Embedded.Storage.Records;
using ChefActors.ZooKeeper.Embedded.Storage.Recovery;

namespace ChefActors.ZooKeeper.Embedded.Storage.Log;

/// <summary>
/// A log on disk. Room for records is made beforehand, as zeros that are synced: a record that overwrites them changes no metadata, so its
/// sync writes its own blocks and no file system's journal. Zeros behind the last record are no record.
/// </summary>
internal sealed class LogFile : IDisposable
{
    /// <summary>How much room is made at a time, in bytes.</summary>
    internal const int RoomBytes = 1 << 20;

    private static readonly byte[] _zeros = new byte[64 << 10];

    private readonly IStoreFile _file;
    private readonly uint _seed;
    private long _length;
    private long _room;

    private LogFile(IStoreFile file, uint seed, long length, long room) => (_file, _seed, _length, _room) = (file, seed, length, room);

    /// <summary>Bytes of the header and all records.</summary>
    public long Length => _length;

    /// <summary>Makes an empty log; when this returns it survives a crash of the machine.</summary>
    /// <exception cref="IOException">The system refused.</exception>
    public static LogFile Create(IStoreDisk disk, in FileHeader header)
    {
        var name = StoreFileNames.Log(header.Zxid);
        var file = disk.Create(name + StoreFileNames.Unfinished);
        try
        {
            Span<byte> bytes = stackalloc byte[FileHeader.Size];
            header.Write(bytes);
            file.Write(bytes, 0);
            var log = new LogFile(file, header.Seed, FileHeader.Size, FileHeader.Size);
            log.MakeRoom(RoomBytes);
            disk.Rename(name + StoreFileNames.Unfinished, name);
            return log;
        }
        catch (IOException)
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Goes on with a log that was read: what stands behind its last whole record is cut, and all records are synced, as a process that was
    /// killed may have left them unsynced. The last record is written again first: after a sync that failed the cache may hold what the disk does not.
    /// </summary>
    /// <exception cref="IOException">The system refused.</exception>
    public static LogFile Continue(IStoreDisk disk, in FileHeader header, in LogReading reading)
    {
        var file = disk.Open(StoreFileNames.Log(header.Zxid));
        try
        {
            if (reading.LastRecordAt is { } last)
            {
                var record = new byte[reading.ValidBytes - last];
                file.Read(record, last);
                file.Write(record, last);
            }

            file.SetLength(reading.ValidBytes);
            var log = new LogFile(file, header.Seed, reading.ValidBytes, reading.ValidBytes);
            log.MakeRoom(RoomBytes);
            return log;
        }
        catch (IOException)
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Appends a record; its content stands behind room for the prefix. When this returns it survives a crash of the machine.</summary>
    /// <exception cref="IOException">The system refused. Nothing is known of the record then, and nothing more may be appended.</exception>
    public void Append(Span<byte> record)
    {
        RecordFrame.Seal(record, _seed);
        if (_length + record.Length > _room) MakeRoom(record.Length + RoomBytes);
        _file.Write(record, _length);
        _file.Sync();
        _length += record.Length;
    }

    public void Dispose() => _file.Dispose();

    private void MakeRoom(long bytes)
    {
        var end = _length + bytes;
        while (_room < end)
        {
            var count = (int)Math.Min(_zeros.Length, end - _room);
            _file.Write(_zeros.AsSpan(0, count), _room);
            _room += count;
        }

        _file.Sync();
    }
}
