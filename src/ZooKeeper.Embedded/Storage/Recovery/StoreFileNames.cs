using System.Globalization;

namespace ChefActors.ZooKeeper.Embedded.Storage.Recovery;

/// <summary>The names of a store's files. The number is a zxid in hexadecimal, always of 16 digits, so that names sort as numbers do.</summary>
internal static class StoreFileNames
{
    /// <summary>Held locked while a server uses the directory.</summary>
    public const string Lock = "lock";

    /// <summary>A file that is being written and counts for nothing until it is renamed.</summary>
    public const string Unfinished = ".new";

    /// <summary>A file that was found damaged and is kept for whoever wants to look.</summary>
    public const string Damaged = ".damaged";

    private const string LogPrefix = "log.";
    private const string SnapshotPrefix = "snapshot.";

    public static string Log(long zxid) => LogPrefix + zxid.ToString("x16", CultureInfo.InvariantCulture);

    public static string Snapshot(long zxid) => SnapshotPrefix + zxid.ToString("x16", CultureInfo.InvariantCulture);

    public static bool IsUnfinished(string name) =>
        name.EndsWith(Unfinished, StringComparison.Ordinal) && (name.StartsWith(LogPrefix, StringComparison.Ordinal) || name.StartsWith(SnapshotPrefix, StringComparison.Ordinal));

    /// <summary>The zxid in a log's name; null: it is no log's.</summary>
    public static long? ZxidOfLog(string name) => Number(name, LogPrefix);

    /// <summary>The zxid in a snapshot's name; null: it is no snapshot's.</summary>
    public static long? ZxidOfSnapshot(string name) => Number(name, SnapshotPrefix);

    private static long? Number(string name, string prefix) =>
        name.Length == prefix.Length + 16 && name.StartsWith(prefix, StringComparison.Ordinal)
        && long.TryParse(name.AsSpan(prefix.Length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var zxid) && zxid >= 0 ? zxid : null;
}
