using ChefActors.ZooKeeper.Embedded.Storage.Disk;
using ChefActors.ZooKeeper.Embedded.Storage.Log;
using ChefActors.ZooKeeper.Embedded.Storage.Records;
using Microsoft.Extensions.Logging;

namespace ChefActors.ZooKeeper.Embedded.Storage.Recovery;

/// <summary>
/// Reads a data directory: the newest snapshot that is whole, then all that the logs hold after it. It changes nothing before everything was
/// read and found to follow. The end of the last log may be torn: it was never acknowledged, so it is cut. A snapshot that is damaged is
/// replaced by an older one (or the empty beginning) only when the logs since then are all there: the result is the same.
/// </summary>
internal sealed class StoreOpening(IStoreDisk disk, ILogger logger)
{
    private const string WhatToDo = "Put the directory back from a copy; only if what it held may be lost, give the server an empty one";

    private readonly List<string> _damagedSnapshots = [];
    private StoreFiles _files = new([], []);
    private StoreImage _image = new();
    private Guid? _storeId;
    private long _snapshot;

    /// <exception cref="ZooKeeperStorageException">It is damaged, or the system refused.</exception>
    public OpenedStore Open()
    {
        try
        {
            var names = disk.List();
            _files = StoreFiles.Of(names);
            var store = _files is { Snapshots.Count: 0, Logs.Count: 0 } ? Begin() : Read();
            foreach (var name in names.Where(StoreFileNames.IsUnfinished)) disk.Delete(name);
            return store;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new ZooKeeperStorageException($"the data directory {disk.Path} cannot be used: {problem.Message}", disk.Path, inner: problem);
        }
    }

    private OpenedStore Begin()
    {
        var header = new FileHeader(FileKind.Log, Guid.NewGuid(), 0, 0);
        return new OpenedStore(_image, header.StoreId, LogFile.Create(disk, header), 0);
    }

    private OpenedStore Read()
    {
        _snapshot = ReadSnapshot();
        var logs = _files.LogsFrom(_snapshot);
        if (logs.Count == 0 || logs[0] != _snapshot) throw Damage(StoreFileNames.Log(_snapshot), null, "it is missing, and with it what came after the snapshot");
        for (var i = 0; i < logs.Count - 1; i++)
        {
            var (reading, _) = ReadLog(logs[i]);
            if (reading.Torn is { } torn) throw Damage(StoreFileNames.Log(logs[i]), reading.ValidBytes, $"{torn}, and there is a later log");
        }

        var (end, header) = ReadLog(logs[^1]);
        if (_files.Snapshots.Count > 0 && _files.Snapshots[0] > _image.LastZxid)
        {
            throw Damage(StoreFileNames.Log(logs[^1]), end.ValidBytes, $"it ends at 0x{_image.LastZxid:x}, but there is a snapshot of 0x{_files.Snapshots[0]:x}");
        }

        return new OpenedStore(_image, header.StoreId, Continue(header, end), _snapshot);
    }

    private LogFile Continue(in FileHeader header, in LogReading end)
    {
        if (end.Torn is { } torn)
        {
            logger.LogWarning("{File}, byte {Offset}: {Problem}. It was being written when the server ended and was never acknowledged; it is cut", InPlace(StoreFileNames.Log(header.Zxid)), end.ValidBytes, torn);
        }

        foreach (var name in _damagedSnapshots) disk.Rename(name, name + StoreFileNames.Damaged);
        return LogFile.Continue(disk, header, end);
    }

    /// <summary>Reads the newest snapshot that is whole. Returns its zxid; 0: the logs begin with the empty store.</summary>
    private long ReadSnapshot()
    {
        ZooKeeperStorageException? first = null;
        foreach (var zxid in _files.Snapshots)
        {
            if (TryReadSnapshot(zxid) is not { } damage) return zxid;
            first ??= damage;
            _damagedSnapshots.Add(StoreFileNames.Snapshot(zxid));
            logger.LogError("{Problem}. An older one is tried, with all logs since; the damaged one gets the name *{Suffix}", damage.Message, StoreFileNames.Damaged);
        }

        (_image, _storeId) = (new StoreImage(), null);
        return first is null || _files.Logs is [0, ..] ? 0 : throw first;
    }

    private ZooKeeperStorageException? TryReadSnapshot(long zxid)
    {
        var name = StoreFileNames.Snapshot(zxid);
        _image = new StoreImage();
        using var file = disk.Open(name);
        if (SnapshotReader.Read(file, _image, out var header) is var (offset, problem)) return Damage(name, offset, problem);
        if (header.Zxid != zxid) return Damage(name, 0, $"it is the snapshot of 0x{header.Zxid:x}, not of 0x{zxid:x}");
        _storeId = header.StoreId;
        return null;
    }

    private (LogReading Reading, FileHeader Header) ReadLog(long zxid)
    {
        var name = StoreFileNames.Log(zxid);
        byte[] bytes;
        using (var file = disk.Open(name))
        {
            bytes = new byte[file.Length];
            file.Read(bytes, 0);
        }

        if (FileHeader.Read(bytes, FileKind.Log, out var header) is { } broken) throw Damage(name, 0, broken);
        if (header.Zxid != zxid) throw Damage(name, 0, $"it is the log after 0x{header.Zxid:x}, not after 0x{zxid:x}");
        if (header.StoreId != (_storeId ??= header.StoreId)) throw Damage(name, 0, $"it belongs to the store {header.StoreId}, the other files to {_storeId}");
        if (zxid != _image.LastZxid) throw Damage(name, 0, $"it begins after 0x{zxid:x}, but what was read before ends at 0x{_image.LastZxid:x}: a log is missing or cut");
        _image.LastSessionId = Math.Max(_image.LastSessionId, header.LastSessionId);
        var reading = LogReader.Read(bytes, header, _image);
        return reading.Damage is { } damage ? throw Damage(name, reading.ValidBytes, damage) : (reading, header);
    }

    private ZooKeeperStorageException Damage(string name, long? offset, string problem) =>
        new($"{InPlace(name)}{(offset is { } at ? $", byte {at}" : "")}: {problem}. {WhatToDo}", InPlace(name), offset);

    private string InPlace(string name) => Path.Combine(disk.Path, name);
}
