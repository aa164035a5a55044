using System.Globalization;

namespace ChefActors.NodeHost.ChefClient;

/// <summary>What names one process for good within a boot: its pid and the kernel's start time (proc(5), field 22 of <c>/proc/PID/stat</c>).</summary>
internal readonly record struct ProcessIdentity(int Pid, long StartTime)
{
    /// <summary>Reads a process; null when it is not there or is a zombie.</summary>
    internal static ProcessIdentity? Read(int pid) => ReadStat(pid) is { IsZombie: false } stat ? new ProcessIdentity(pid, stat.StartTime) : null;

    /// <summary>The living processes of a process group, zombies left out.</summary>
    internal static IEnumerable<ProcessIdentity> OfGroup(int group)
    {
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)) continue;
            if (ReadStat(pid) is { IsZombie: false } stat && stat.Group == group) yield return new ProcessIdentity(pid, stat.StartTime);
        }
    }

    private static (long StartTime, int Group, bool IsZombie)? ReadStat(int pid)
    {
        string text;
        try
        {
            text = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It ended meanwhile (ENOENT, ESRCH).
            return null;
        }

        // The name in parentheses may hold anything, parentheses too: fields are counted from the last one.
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return (long.Parse(fields[19], CultureInfo.InvariantCulture), int.Parse(fields[2], CultureInfo.InvariantCulture), fields[0] is "Z" or "X");
    }
}
