using System.Buffers;
using ChefActors.ZooKeeper.Embedded.Storage.Disk;
using ChefActors.ZooKeeper.Embedded.Storage.Records;

namespace ChefActors.ZooKeeper.Embedded.Storage.Log;

/// <summary>
/// The log's thread: while it syncs, transactions gather; all that gathered become the next record and share its sync (group commit).
/// After the first failure it writes nothing more, as nothing is known of what the failed write left.
/// </summary>
internal sealed class TransactionLog : IDisposable
{
    /// <summary>Bytes of transactions that share a sync, unless a single buffer has more.</summary>
    private const int RecordBytesLimit = 4 << 20;

    /// <summary>Bytes of transactions that may wait before no more requests are taken.</summary>
    private const int WaitingBytesLimit = 8 << 20;

    private readonly IStoreDisk _disk;
    private readonly Guid _storeId;
    private readonly Action<long> _synced;
    private readonly Action<Exception> _failed;
    private readonly Thread _thread;
    private readonly object _sync = new();
    private readonly Queue<LogWork> _work = new();
    private readonly List<LogWork> _batch = [];
    private LogFile _file;
    private long _waiting;
    private TaskCompletionSource? _room;
    private bool _stopping;
    private bool _broken;

    /// <param name="disk">Where new files go.</param>
    /// <param name="file">The one to go on with; it is owned from now on.</param>
    /// <param name="storeId">For the headers of new files.</param>
    /// <param name="synced">Called on the log's thread: everything up to this zxid is safe.</param>
    /// <param name="failed">Called once, on the log's thread: nothing more will be safe.</param>
    public TransactionLog(IStoreDisk disk, LogFile file, Guid storeId, Action<long> synced, Action<Exception> failed)
    {
        (_disk, _file, _storeId, _synced, _failed) = (disk, file, storeId, synced, failed);
        _thread = new Thread(Run) { IsBackground = true, Name = "zookeeper log" };
        _thread.Start();
    }

    /// <summary>More waits than may: no further request should be taken before <see cref="RoomAsync"/> is done.</summary>
    public bool IsBehind
    {
        get
        {
            lock (_sync) return _waiting > WaitingBytesLimit && !_broken;
        }
    }

    /// <summary>Done when half of what may wait has been written, or the log has failed.</summary>
    public Task RoomAsync()
    {
        lock (_sync)
        {
            if (_waiting <= WaitingBytesLimit / 2 || _broken) return Task.CompletedTask;
            _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _room.Task;
        }
    }

    /// <summary>Transactions up to <paramref name="lastZxid"/>, in a buffer of the shared pool that is the log's from now on.</summary>
    public void Append(byte[] buffer, int length, long lastZxid) => Add(new LogWork(buffer, length, lastZxid));

    /// <summary>What is appended from now on goes to a new file. The task is done when that is there; it fails when the log does.</summary>
    public Task RotateAsync(long zxid, long lastSessionId)
    {
        var rotated = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Add(new LogWork(Buffer: null, 0, zxid, lastSessionId, rotated));
        return rotated.Task;
    }

    /// <summary>Writes what waits and ends.</summary>
    public void Dispose()
    {
        lock (_sync)
        {
            if (_stopping) return;
            _stopping = true;
            Monitor.Pulse(_sync);
        }

        _thread.Join();
        _file.Dispose();
    }

    private void Add(in LogWork work)
    {
        lock (_sync)
        {
            if (!_broken)
            {
                _work.Enqueue(work);
                _waiting += work.Length;
                Monitor.Pulse(_sync);
                return;
            }
        }

        Refuse(work);
    }

    private void Run()
    {
        try
        {
            while (TakeBatch()) WriteBatch();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            Break(problem);
        }
    }

    /// <summary>Waits for work. False: there is none and never will be.</summary>
    private bool TakeBatch()
    {
        _batch.Clear();
        var bytes = 0L;
        lock (_sync)
        {
            while (_work.Count == 0 && !_stopping) Monitor.Wait(_sync);
            while (_work.TryPeek(out var next))
            {
                var fits = _batch.Count == 0 || (next.Buffer is not null && _batch[0].Buffer is not null && bytes + next.Length <= RecordBytesLimit);
                if (!fits) break;
                _batch.Add(_work.Dequeue());
                bytes += next.Length;
            }
        }

        return _batch.Count > 0;
    }

    private void WriteBatch()
    {
        if (_batch[0].Rotated is { } rotated)
        {
            var next = LogFile.Create(_disk, new FileHeader(FileKind.Log, _storeId, _batch[0].LastZxid, _batch[0].LastSessionId));
            _file.Dispose();
            _file = next;
            rotated.SetResult();
            return;
        }

        var length = _batch.Sum(work => work.Length);
        var record = ArrayPool<byte>.Shared.Rent(RecordFrame.PrefixSize + length);
        var at = RecordFrame.PrefixSize;
        foreach (var work in _batch)
        {
            work.Buffer.AsSpan(0, work.Length).CopyTo(record.AsSpan(at));
            at += work.Length;
        }

        _file.Append(record.AsSpan(0, at));
        ArrayPool<byte>.Shared.Return(record);
        foreach (var work in _batch) ArrayPool<byte>.Shared.Return(work.Buffer!);
        Written(length);
        _synced(_batch[^1].LastZxid);
    }

    private void Written(int bytes)
    {
        TaskCompletionSource? room = null;
        lock (_sync)
        {
            _waiting -= bytes;
            if (_waiting <= WaitingBytesLimit / 2) (room, _room) = (_room, null);
        }

        room?.SetResult();
    }

    private void Break(Exception problem)
    {
        TaskCompletionSource? room;
        LogWork[] left;
        lock (_sync)
        {
            _broken = true;
            (room, _room) = (_room, null);
            left = [.. _batch, .. _work];
            _work.Clear();
        }

        _failed(problem);
        room?.SetResult();
        foreach (var work in left) Refuse(work);
    }

    private static void Refuse(in LogWork work) => work.Rotated?.TrySetException(new IOException("the log can no longer be written"));
}
