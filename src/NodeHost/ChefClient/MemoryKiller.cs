using System.Globalization;

namespace ChefActors.NodeHost.ChefClient;

/// <summary>
/// Evidence that the kernel ended processes for want of memory while a run lived: its counter in <c>/proc/vmstat</c> (<c>oom_kill</c>, Linux 4.13
/// and newer), noted beside the run when it starts. It counts the whole machine, so it makes a cause likely, not certain.
/// </summary>
internal static class MemoryKiller
{
    /// <summary>Notes where the counter stands, if that can be noted: a run goes on without this evidence.</summary>
    internal static void Note(RunDirectory directory)
    {
        try
        {
            if (Read() is { } count) File.WriteAllText(PathIn(directory), count.ToString(CultureInfo.InvariantCulture));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A full disk, or a run that is over already: unknown.
        }
    }

    /// <summary>Processes killed since <see cref="Note"/>; null: unknown, as the counter or the note is not there.</summary>
    internal static long? KilledSince(RunDirectory directory)
    {
        var path = PathIn(directory);
        if (!File.Exists(path) || !long.TryParse(File.ReadAllText(path), NumberStyles.None, CultureInfo.InvariantCulture, out var then) || Read() is not { } now) return null;
        return now - then;
    }

    /// <summary>The counter in the text of vmstat; null: there is none. Pure.</summary>
    internal static long? Parse(string vmstat)
    {
        foreach (var line in vmstat.Split('\n'))
        {
            if (line.StartsWith("oom_kill ", StringComparison.Ordinal) && long.TryParse(line.AsSpan(9), NumberStyles.None, CultureInfo.InvariantCulture, out var count)) return count;
        }

        return null;
    }

    private static string PathIn(RunDirectory directory) => Path.Combine(directory.Path, "oom-kills");

    private static long? Read() => File.Exists("/proc/vmstat") ? Parse(File.ReadAllText("/proc/vmstat")) : null;
}
