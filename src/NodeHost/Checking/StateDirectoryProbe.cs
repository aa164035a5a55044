using ChefActors.NodeHost.Journal;

namespace ChefActors.NodeHost.Checking;

/// <summary>Looks at the state directory beside a node host that may run on it: takes no lock and writes nothing.</summary>
internal static class StateDirectoryProbe
{
    /// <summary>What is there, and what its journal holds (null: none that can be read).</summary>
    internal static (DiskFinding Disk, JournalState? Journal) Look(string path, long keepBytes)
    {
        var isThere = Directory.Exists(path);
        var nearest = path;
        while (!Directory.Exists(nearest)) nearest = Path.GetDirectoryName(nearest)!;
        var (journal, fault) = ReadJournal(Path.Combine(path, "journal"));
        var drive = new DriveInfo(nearest);
        var disk = new DiskFinding
        {
            Path = path,
            IsThere = isThere,
            IsFile = File.Exists(path),
            Nearest = nearest,
            IsWritable = FileAccessProbe.MayMakeFilesIn(nearest),
            Owner = isThere ? FileAccessProbe.Owner(path) : null,
            User = FileAccessProbe.User,
            Mode = isThere ? File.GetUnixFileMode(path) : null,
            FreeBytes = drive.AvailableFreeSpace,
            FileSystem = drive.DriveFormat,
            KeepBytes = keepBytes,
            JournalFault = fault,
        };
        return (disk, journal);
    }

    private static (JournalState? State, string? Fault) ReadJournal(string path)
    {
        if (!File.Exists(path)) return (null, null);
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var copy = new MemoryStream();
            file.CopyTo(copy);
            var reading = JournalCodec.Read(copy.ToArray());
            return reading.Damage is { } damage ? (null, $"the journal {path} is damaged: {damage}") : (JournalState.Of(reading.Records), null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, $"the journal {path} cannot be read: {e.Message}");
        }
    }
}
