namespace ChefActors.NodeHost.Journal;

/// <summary>A node host that is never restarted must not fill its disk: the journal is rewritten as on opening once it has grown.</summary>
internal sealed partial class RunJournal
{
    /// <summary>Bytes. A run adds 2 to 20 KiB; what stands of it afterwards is a line.</summary>
    private const long RewriteAbove = 256 * 1024;

    /// <summary>The new file has the name, but a loss of power may bring the old one back: nothing is appended before the directory is synced.</summary>
    private bool _isNameUnsynced;

    /// <summary>
    /// Writes another file, syncs it and renames it into place. Until the rename the old one stands, whole; from then on appends go to the new one, whose
    /// handle is kept open. One that cannot be written changes nothing: the next record that is sent tries again.
    /// </summary>
    /// <returns>The state without what may be forgotten.</returns>
    private JournalState Rewrite()
    {
        var records = State.Compact(_time.GetUtcNow()).ToList();
        var bytes = records.SelectMany(JournalCodec.Write).ToArray();

        // What stands is long by itself: rewriting it for each run would cost more than it spares.
        if (bytes.Length * 2 > _length) return State;
        var fresh = _path + ".new";
        FileStream? file = null;
        try
        {
            file = new FileStream(fresh, DurableFile.OwnerOnly(FileMode.Create));
            file.Write(bytes);
            file.Flush(flushToDisk: true);
            File.Move(fresh, _path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            file?.Dispose();
            return State;
        }

        _file.Dispose();
        (_file, _length, _hasBrokenTail, _isNameUnsynced) = (file, bytes.Length, false, true);
        return JournalState.Of(records);
    }

    private void SyncName()
    {
        DurableFile.SyncDirectory(Path.GetDirectoryName(_path)!);
        _isNameUnsynced = false;
    }
}
