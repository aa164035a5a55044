namespace ChefActors.NodeHost.Journal;

/// <summary>
/// The bytes of a journal on disk. Room for records is made beforehand, as zeros that are synced: a record that overwrites them changes no
/// metadata, so fdatasync(2) writes one block and no file system's journal (measured on ext4: half the time of an append that grows the file).
/// Zeros behind the last record are no record (<see cref="JournalCodec.Read"/>).
/// </summary>
internal sealed class JournalFile : IDisposable
{
    /// <summary>How much room is made at a time, in bytes: some hundred runs.</summary>
    internal const int RoomBytes = 512 * 1024;

    private readonly FileStream _file;
    private long _room;
    private bool _hasBrokenTail;

    private JournalFile(FileStream file, long length) => (_file, Length, _room) = (file, length, file.Length);

    /// <summary>Bytes of whole records.</summary>
    internal long Length { get; private set; }

    /// <summary>Puts a file with these records in place of whatever stands there, durable, and opens it.</summary>
    /// <exception cref="IOException">It cannot be written; what stood there still does.</exception>
    internal static JournalFile Replace(string path, byte[] records)
    {
        // A disk too full for the room still holds the records.
        if (!TryReplace(path, [.. records, .. new byte[RoomBytes]])) DurableFile.Replace(path, records);
        return new JournalFile(new FileStream(path, DurableFile.OwnerOnly(FileMode.OpenOrCreate)), records.Length);
    }

    /// <summary>Appends a record; when this returns it survives a crash of the machine, unless it is not to be synced.</summary>
    /// <exception cref="IOException">It could not be written; nothing of it counts.</exception>
    internal void Append(byte[] record, bool sync)
    {
        var handle = _file.SafeFileHandle;
        try
        {
            // Removed, renamed or unmounted below us: the open file would take the record, and the next life would never see it.
            if (!File.Exists(_file.Name)) throw new IOException("it is gone, perhaps with its directory");

            // What a failed append left behind goes first, else it would stand behind a shorter record as damage.
            if (_hasBrokenTail) RandomAccess.SetLength(handle, _room = Length);
            _hasBrokenTail = true;
            RandomAccess.Write(handle, record, Length);
            if (sync && Length + record.Length <= _room) DurableFile.SyncData(handle, _file.Name);
            else if (sync) RandomAccess.FlushToDisk(handle);
            Length += record.Length;
            _room = Math.Max(_room, Length);
            _hasBrokenTail = false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"the journal {_file.Name} cannot be written: {e.Message}", e);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _file.Dispose();

    private static bool TryReplace(string path, byte[] content)
    {
        try
        {
            DurableFile.Replace(path, content);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
