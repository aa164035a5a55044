using System.Globalization;

namespace ChefActors.Controller.Auditing;

/// <summary>The files of an audit's directory: each has the number of its first line in its name, so their names have their order.</summary>
internal static class AuditFiles
{
    /// <summary>Held by the daemon that writes.</summary>
    public const string Lock = "lock";

    /// <summary>All, the oldest first.</summary>
    public static IReadOnlyList<string> List(string directory) => [.. Directory.GetFiles(directory, "audit-*.jsonl").Order(StringComparer.Ordinal)];

    /// <summary>The file whose first line has this number.</summary>
    public static string Path(string directory, long seq) => System.IO.Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"audit-{seq:D12}.jsonl"));

    /// <summary>Lines without their ends, and what is left after the last end: a line that is being written, or was torn.</summary>
    public static (IReadOnlyList<byte[]> Lines, int Whole) Split(byte[] data)
    {
        var (lines, from) = (new List<byte[]>(), 0);
        while (Array.IndexOf(data, (byte)'\n', from) is >= 0 and var end)
        {
            lines.Add(data[from..end]);
            from = end + 1;
        }

        return (lines, from);
    }
}
