using ChefActors.Core.Nodes;

namespace ChefActors.NodeHost.Journal;

/// <summary>
/// The journal as a file in the state directory, which is locked while it is open. Records are appended and synced; on opening it is
/// rewritten without what no longer matters, and now and then while it is open.
/// </summary>
internal sealed class RunJournal : IRunJournal, IDisposable
{
    private const string FileName = "journal";
    private const string LockName = "lock";

    /// <summary>From this size in bytes on a rewrite is worth its syncs.</summary>
    private const int RewriteFromBytes = JournalFile.RoomBytes / 2;

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly FileStream _lock;
    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly CrashPoint _crash;
    private JournalFile _file;
    private long _rewriteFrom = RewriteFromBytes;
    private bool _isRewriteDue;

    private RunJournal(FileStream @lock, string path, JournalFile file, JournalState state, TimeProvider time, CrashPoint crash) =>
        (_lock, _path, _file, State, _time, _crash) = (@lock, path, file, state, time, crash);

    /// <inheritdoc />
    public JournalState State { get; private set; }

    /// <summary>The journal's own id.</summary>
    internal string Id => State.Header!.JournalId;

    /// <summary>Opens the journal of a state directory, or begins one.</summary>
    /// <param name="stateDirectory">Made with mode 0700 when it is missing.</param>
    /// <param name="machineId">This machine's id: a journal of another one is set aside as <c>journal.of-MACHINE</c>.</param>
    /// <param name="newId">The id of a journal that is begun.</param>
    /// <param name="time">For what may be forgotten.</param>
    /// <param name="crash">Where to end, in a test.</param>
    /// <exception cref="IOException">The directory is locked by another node host, full, read-only, or its journal is damaged.</exception>
    internal static RunJournal Open(string stateDirectory, string machineId, string newId, TimeProvider time, CrashPoint? crash = null)
    {
        Directory.CreateDirectory(stateDirectory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        crash ??= CrashPoint.None;
        var path = Path.Combine(stateDirectory, FileName);
        var @lock = Lock(stateDirectory);
        try
        {
            var state = ReadState(path);
            if (state.Header is { } header && header.MachineId != machineId)
            {
                state = crash.Around(CrashWork.SetJournalAside, () =>
                {
                    File.Move(path, $"{path}.of-{Safe(header.MachineId)}", overwrite: true);
                    return new JournalState();
                });
            }

            if (state.Header is null) state = state.With(new JournalRecord.Header(newId, machineId));
            return new RunJournal(@lock, path, crash.Around(CrashWork.ReplaceJournal, () => JournalFile.Replace(path, Bytes(state.Compact(time.GetUtcNow())))), state, time, crash);
        }
        catch
        {
            @lock.Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    public async Task AppendAsync(JournalRecord record, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await Task.Run(() => Append(record), CancellationToken.None);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _file.Dispose();
        _lock.Dispose();
        _turn.Dispose();
    }

    private void Append(JournalRecord record)
    {
        // A rewrite that failed half way may have left another file under the journal's name than the one that is open.
        if (_isRewriteDue) Rewrite();
        _file.Append(JournalCodec.Write(record), sync: record is not JournalRecord.Sent);
        State = State.With(record);
        if (record is not JournalRecord.Sent || _file.Length < _rewriteFrom) return;
        _isRewriteDue = true;
        try
        {
            Rewrite();
        }
        catch (IOException)
        {
            // The record is in. The next one begins with the rewrite, and fails if that does.
        }
    }

    /// <summary>Without what has been reported and can no longer be accepted, so that file and memory stay small for years.</summary>
    private void Rewrite()
    {
        JournalRecord[] records = [.. State.Compact(_time.GetUtcNow())];
        var fresh = _crash.Around(CrashWork.ReplaceJournal, () => JournalFile.Replace(_path, Bytes(records)));
        _file.Dispose();
        _file = fresh;
        State = JournalState.Of(records);
        _rewriteFrom = Math.Max(RewriteFromBytes, 2 * fresh.Length);
        _isRewriteDue = false;
    }

    private static byte[] Bytes(IEnumerable<JournalRecord> records) => [.. records.SelectMany(JournalCodec.Write)];

    private static FileStream Lock(string stateDirectory)
    {
        var path = Path.Combine(stateDirectory, LockName);
        try
        {
            // FileShare.None is flock(2) on Unix: it goes with the process, whatever ends it.
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (File.Exists(path) && e is not (FileNotFoundException or DirectoryNotFoundException))
        {
            throw new IOException($"the state directory {stateDirectory} is in use by another node host ({e.Message}); give this one a directory of its own with --state-dir", e);
        }
    }

    private static JournalState ReadState(string path)
    {
        if (!File.Exists(path)) return new JournalState();
        var reading = JournalCodec.Read(File.ReadAllBytes(path));
        if (reading.Damage is { } damage)
        {
            throw new IOException(
                $"the journal {path} is damaged: {damage}. What ran and was not reported yet stands in it. To begin a new one, move it away; runs of the old one are then reported as interrupted");
        }

        return JournalState.Of(reading.Records);
    }

    private static string Safe(string machineId) => NodeName.TryParse(machineId, out _, out _) ? machineId : "another-machine";
}
