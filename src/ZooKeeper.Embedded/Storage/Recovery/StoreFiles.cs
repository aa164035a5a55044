namespace ChefActors.ZooKeeper.Embedded.Storage.Recovery;

/// <summary>Which files a directory holds, and which of them are needed.</summary>
/// <param name="Snapshots">The zxids of snapshots, the newest first.</param>
/// <param name="Logs">The zxids of logs, the oldest first.</param>
internal sealed record StoreFiles(IReadOnlyList<long> Snapshots, IReadOnlyList<long> Logs)
{
    /// <summary>How many snapshots are kept.</summary>
    public const int SnapshotsKept = 3;

    public static StoreFiles Of(IReadOnlyList<string> names) => new(
        [.. names.Select(StoreFileNames.ZxidOfSnapshot).OfType<long>().OrderDescending()],
        [.. names.Select(StoreFileNames.ZxidOfLog).OfType<long>().Order()]);

    /// <summary>The logs that hold what came after a snapshot; after 0, where there is none.</summary>
    public IReadOnlyList<long> LogsFrom(long zxid) => [.. Logs.Where(log => log >= zxid)];

    /// <summary>
    /// Names that nothing needs any more: snapshots beyond those kept, then the logs before the oldest one kept. While there are fewer
    /// snapshots the empty beginning counts as one, so all logs stay.
    /// </summary>
    public IReadOnlyList<string> Superfluous()
    {
        if (Snapshots.Count < SnapshotsKept) return [];
        var oldest = Snapshots[SnapshotsKept - 1];
        return [.. Snapshots.Skip(SnapshotsKept).Select(StoreFileNames.Snapshot), .. Logs.Where(log => log < oldest).Select(StoreFileNames.Log)];
    }
}
