using System.Globalization;

namespace ChefActors.NodeHost.Checking;

/// <summary>Whether the state directory can be a node host's memory. Pure.</summary>
internal static class DiskJudgement
{
    private const string Subject = "disk";
    private const long Least = 16L * 1024 * 1024;
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private static readonly string[] InMemory = ["tmpfs", "ramfs"];
    private static readonly string[] OverNetwork = ["nfs", "nfs4", "cifs", "smb2", "smbfs", "9p", "v9fs"];
    private static readonly string[] ClearedAtBoot = ["/tmp", "/run", "/var/run", "/dev/shm"];

    /// <summary>Judges: the worst that was found comes first.</summary>
    internal static CheckLine Of(DiskFinding disk)
    {
        var path = disk.Path;
        if (disk.IsFile) return CheckLine.Fails(Subject, $"{path} is a file", "Name a directory with --state-dir");
        if (!disk.IsWritable)
        {
            return disk.IsThere
                ? CheckLine.Fails(Subject, $"{path} cannot be written by this user (id {disk.User}{(disk.Owner is { } owner ? $"; it is user {owner}'s" : "")})", "Give it to this user with chown, or name another with --state-dir")
                : CheckLine.Fails(Subject, $"{path} is not there, and this user may not make it in {disk.Nearest}", "Make it and give it to this user, or name another with --state-dir");
        }

        if (disk.JournalFault is { } fault) return CheckLine.Fails(Subject, fault, "See docs/operating.md before moving anything away: what ran and was not reported stands in it");
        if (InMemory.Contains(disk.FileSystem, StringComparer.Ordinal))
            return CheckLine.Fails(Subject, $"{path} is in memory ({disk.FileSystem})", "Use a disk: a restart of the machine would lose what ran, and runs would be reported as interrupted");
        if (disk.FreeBytes < Least) return CheckLine.Fails(Subject, $"{path}: {Size(disk.FreeBytes)} free", "Make room: nothing can be started without the journal");
        if (disk.FreeBytes < disk.KeepBytes) return CheckLine.Warning(Subject, $"{path}: {Size(disk.FreeBytes)} free, kept logs alone may take {Size(disk.KeepBytes)}", "Make room, or lower logs.keep_size");
        if (disk is { IsThere: true, Owner: { } other } && other != disk.User) return CheckLine.Warning(Subject, $"{path} is user {other}'s, this is user {disk.User}", "Give it to the user that the node host runs as");
        if (disk is { IsThere: true, Mode: { } mode } && (mode & Others) != UnixFileMode.None)
            return CheckLine.Warning(Subject, $"{path} has mode 0{Convert.ToString((int)mode, 8)}: others can read the output of runs", $"chmod 0700 {path}");
        if (ClearedAtBoot.FirstOrDefault(top => path.StartsWith(top + "/", StringComparison.Ordinal)) is { } cleared)
            return CheckLine.Warning(Subject, $"{path} is below {cleared}, which many systems clear at boot", "Use a place that stays, such as /var/lib/chefactors");
        if (OverNetwork.Contains(disk.FileSystem, StringComparer.Ordinal)) return CheckLine.Warning(Subject, $"{path} is on a network file system ({disk.FileSystem})", "Use a disk of this machine: locks and syncs must hold");
        return CheckLine.Ok(Subject, $"{path}{(disk.IsThere ? "" : ", to be made at the first start")}: {Size(disk.FreeBytes)} free ({disk.FileSystem})");
    }

    private static string Size(long bytes) => bytes >= 10_000_000_000
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1_000_000_000} GB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1_000_000} MB");
}
