using ChefActors.Core.Nodes;

namespace ChefActors.NodeHost.Journal;

/// <summary>
/// The journal as a file in the state directory, which is locked while it is open. Records are appended and synced; on opening it is
/// rewritten without what no longer matters, and again when it has grown.
/// </summary>
internal sealed partial class RunJournal : IRunJournal, IDisposable
{
    private const string FileName = "journal";
    private const string LockName = "lock";

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly FileStream _lock;
    private readonly string _path;
    private readonly TimeProvider _time;
    private FileStream _file;
    private long _length;
    private bool _hasBrokenTail;

    private RunJournal(FileStream @lock, FileStream file, string path, JournalState state, TimeProvider time)
    {
        (_lock, _file, _path, State, _time) = (@lock, file, path, state, time);
        _length = file.Length;
    }

    /// <inheritdoc />
    public JournalState State { get; private set; }

    /// <summary>The journal's own id.</summary>
    internal string Id => State.Header!.JournalId;

    /// <summary>Opens the journal of a state directory, or begins one.</summary>
    /// <param name="stateDirectory">Made with mode 0700 when it is missing.</param>
    /// <param name="machineId">This machine's id: a journal of another one is set aside as <c>journal.of-MACHINE</c>.</param>
    /// <param name="newId">The id of a journal that is begun.</param>
    /// <param name="now">For what may be forgotten.</param>
    /// <param name="time">For what may be forgotten later.</param>
    /// <exception cref="IOException">The directory is locked by another node host, full, read-only, or its journal is damaged.</exception>
    internal static RunJournal Open(string stateDirectory, string machineId, string newId, DateTimeOffset now, TimeProvider? time = null)
    {
        Directory.CreateDirectory(stateDirectory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var path = Path.Combine(stateDirectory, FileName);
        var @lock = Lock(stateDirectory);
        try
        {
            var state = ReadState(path);
            if (state.Header is { } header && header.MachineId != machineId)
            {
                File.Move(path, $"{path}.of-{Safe(header.MachineId)}", overwrite: true);
                state = new JournalState();
            }

            if (state.Header is null) state = state.With(new JournalRecord.Header(newId, machineId));
            DurableFile.Replace(path, state.Compact(now).SelectMany(JournalCodec.Write).ToArray());
            var file = new FileStream(path, DurableFile.OwnerOnly(FileMode.OpenOrCreate));
            file.Seek(0, SeekOrigin.End);
            return new RunJournal(@lock, file, path, state, time ?? TimeProvider.System);
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
            var bytes = JournalCodec.Write(record);
            await Task.Run(() => Append(bytes, sync: record is not JournalRecord.Sent), CancellationToken.None);
            State = State.With(record);
            if (record is JournalRecord.Sent && _length > RewriteAbove) State = await Task.Run(Rewrite, CancellationToken.None);
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

    private void Append(byte[] bytes, bool sync)
    {
        try
        {
            // Removed, renamed or unmounted below us: the open file would take the record, and the next life would never see it.
            if (!File.Exists(_path)) throw new IOException("it is gone, perhaps with its directory");

            if (_isNameUnsynced) SyncName();

            // What a failed append left behind goes first, else it would stand behind a shorter record as damage.
            if (_hasBrokenTail) RandomAccess.SetLength(_file.SafeFileHandle, _length);
            _hasBrokenTail = true;
            RandomAccess.Write(_file.SafeFileHandle, bytes, _length);
            if (sync) RandomAccess.FlushToDisk(_file.SafeFileHandle);
            _length += bytes.Length;
            _hasBrokenTail = false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"the journal {_path} cannot be written: {e.Message}", e);
        }
    }

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
