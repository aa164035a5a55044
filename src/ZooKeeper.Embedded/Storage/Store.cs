using ChefActors.ZooKeeper.Embedded.Storage.Disk;
using ChefActors.ZooKeeper.Embedded.Storage.Log;
using ChefActors.ZooKeeper.Embedded.Storage.Recovery;
using ChefActors.ZooKeeper.Embedded.Storage.Snapshots;
using ChefActors.ZooKeeper.Embedded.Tree;
using Microsoft.Extensions.Logging;

namespace ChefActors.ZooKeeper.Embedded.Storage;

/// <summary>A data directory in use: the log, and snapshots from time to time. Its methods are the request loop's unless they say otherwise.</summary>
internal sealed class Store : IDisposable
{
    /// <summary>Bytes that the loop may take down before it hands them over in the middle of a turn.</summary>
    private const int HandOverBytes = 4 << 20;

    private readonly IStoreDisk _disk;
    private readonly Guid _storeId;
    private readonly SnapshotPolicy _policy;
    private readonly ILogger _logger;
    private readonly TransactionLog _log;
    private readonly StoreJournal _journal;
    private Task _snapshot = Task.CompletedTask;
    private readonly long _logBytesLimit;
    private long _submitted;
    private long _logBytes;

    /// <param name="disk">It is owned from now on.</param>
    /// <param name="opened">What it holds.</param>
    /// <param name="journal">Who the tree of the image tells what changes.</param>
    /// <param name="policy">When snapshots are due.</param>
    /// <param name="synced">Called on the log's thread: everything up to this zxid is safe.</param>
    /// <param name="failed">Called once, on the log's thread: nothing more will be safe.</param>
    /// <param name="logger">Told of snapshots.</param>
    /// <param name="logBytesLimit">A log with more is followed by another, snapshot or not: a start reads a log as a whole.</param>
    public Store(IStoreDisk disk, OpenedStore opened, StoreJournal journal, SnapshotPolicy policy, Action<long> synced, Action<Exception> failed, ILogger logger, long logBytesLimit = 1 << 30)
    {
        _journal = journal;
        (_disk, _storeId, _policy, _logger, _submitted) = (disk, opened.StoreId, policy, logger, opened.Image.LastZxid);
        (_logBytesLimit, _logBytes) = (logBytesLimit, opened.Log.Length);
        _policy.Begun(opened.SnapshotZxid);
        _policy.Written(opened.Log.Length);
        _log = new TransactionLog(disk, opened.Log, opened.StoreId, synced, failed);
    }

    /// <summary>The disk does not keep up: no request should be taken before <see cref="RoomAsync"/> is done.</summary>
    public bool IsBehind => _log.IsBehind;

    /// <summary>So much was taken down that it should be handed over before the next request.</summary>
    public bool IsFull => _journal.Length >= HandOverBytes;

    public Task RoomAsync() => _log.RoomAsync();

    /// <summary>Hands all that was taken down, up to <paramref name="lastZxid"/>, to the log.</summary>
    public void Submit(long lastZxid)
    {
        if (lastZxid == _submitted) return;
        var (buffer, length) = _journal.Detach();
        _policy.Written(length);
        _log.Append(buffer, length, lastZxid);
        _submitted = lastZxid;
        _logBytes += length;
        if (_logBytes >= _logBytesLimit) _ = BeginLog(lastZxid, lastSessionId: 0);
    }

    /// <summary>Whether a snapshot is due, and none is under way.</summary>
    public bool SnapshotIsDue => _snapshot.IsCompleted && _policy.IsDue(_submitted);

    /// <summary>Begins a snapshot of all that was submitted; it is written while requests go on.</summary>
    public void BeginSnapshot(SnapshotCapture capture, Func<Func<(byte[] Buffer, int Length)>, Task<(byte[] Buffer, int Length)>> onLoop)
    {
        _policy.Begun(capture.Zxid);
        _journal.Capture = capture;
        var rotated = BeginLog(capture.Zxid, capture.LastSessionId);
        _snapshot = Task.Run(() => WriteSnapshotAsync(rotated, capture, onLoop));
    }

    /// <summary>When the request loop has ended: what it submitted is written, then the directory is free. Any thread.</summary>
    public void Dispose()
    {
        _log.Dispose();
        _disk.Dispose();
    }

    /// <summary>Done when no snapshot is under way. Any thread.</summary>
    public Task SnapshotAsync() => _snapshot;

    private Task BeginLog(long zxid, long lastSessionId)
    {
        _logBytes = 0;
        return _log.RotateAsync(zxid, lastSessionId);
    }

    private async Task WriteSnapshotAsync(Task rotated, SnapshotCapture capture, Func<Func<(byte[] Buffer, int Length)>, Task<(byte[] Buffer, int Length)>> onLoop)
    {
        try
        {
            // The log after the snapshot is there, and all before is safe: else the snapshot might hold what the log has lost.
            await rotated;
            var bytes = await new SnapshotWriter(_disk, _storeId, onLoop).WriteAsync(capture);
            await onLoop(() =>
            {
                _policy.Finished(bytes);
                return ([], 0);
            });
            foreach (var name in StoreFiles.Of(_disk.List()).Superfluous()) _disk.Delete(name);
            _logger.LogInformation("Snapshot of 0x{Zxid:x}: {Effects} znodes and sessions, {Bytes} bytes", capture.Zxid, capture.EffectCount, bytes);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // The logs still hold everything.
            _logger.LogWarning("No snapshot of 0x{Zxid:x} in {Path}: {Reason}. The log goes on; the next one is tried in its time", capture.Zxid, _disk.Path, problem.Message);
        }
        catch (ObjectDisposedException)
        {
            _logger.LogInformation("Snapshot of 0x{Zxid:x} given up: the server stops", capture.Zxid);
        }
        finally
        {
            _journal.Capture = null;
        }
    }
}
