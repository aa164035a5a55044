using System.Globalization;

namespace ChefActors.NodeHost.ChefClient.Stopping;

/// <summary>One process as <c>/proc/PID/stat</c> tells of it (proc(5)).</summary>
internal sealed record ProcessEntry
{
    /// <summary>Process id.</summary>
    public required int Pid { get; init; }

    /// <summary>The kernel's start time, field 22: clock ticks since boot.</summary>
    public required long StartTime { get; init; }

    /// <summary>The name of the program, up to 15 bytes.</summary>
    public string Name { get; init; } = "";

    /// <summary>R, S, D, Z and others.</summary>
    public char State { get; init; } = 'S';

    /// <summary>The parent's pid: whoever reaps it, once the one that forked it is gone.</summary>
    public int Parent { get; init; }

    /// <summary>Process group.</summary>
    public int Group { get; init; }

    /// <summary>Session.</summary>
    public int Session { get; init; }

    /// <summary>Whether it has a controlling terminal.</summary>
    public bool HasTerminal { get; init; }

    /// <summary>It has ended and waits to be reaped: no signal reaches it.</summary>
    internal bool IsZombie => State is 'Z' or 'X' or 'x';

    /// <summary>What names it for good within this boot.</summary>
    internal ProcessIdentity Identity => new(Pid, StartTime);

    /// <summary>Reads a process, zombies too; null when it is not there.</summary>
    internal static ProcessEntry? Read(int pid)
    {
        try
        {
            return Parse(pid, File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat")));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It ended meanwhile (ENOENT, ESRCH), or /proc hides other users' processes.
            return null;
        }
    }

    /// <summary>Every process that can be seen, by its pid.</summary>
    internal static Dictionary<int, ProcessEntry> ReadAll()
    {
        var table = new Dictionary<int, ProcessEntry>();
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && Read(pid) is { } entry) table[pid] = entry;
        }

        return table;
    }

    /// <summary>Reads the text of a stat file; null when it is none.</summary>
    internal static ProcessEntry? Parse(int pid, string stat)
    {
        // The name in parentheses may hold anything, parentheses and spaces too: fields are counted from the last one.
        var (open, close) = (stat.IndexOf('('), stat.LastIndexOf(')'));
        if (open < 0 || close < open) return null;
        var fields = stat[(close + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < 20) return null;
        return new ProcessEntry
        {
            Pid = pid,
            Name = stat[(open + 1)..close],
            State = fields[0][0],
            Parent = Number(fields[1]),
            Group = Number(fields[2]),
            Session = Number(fields[3]),
            HasTerminal = fields[4] != "0",
            StartTime = long.Parse(fields[19], CultureInfo.InvariantCulture),
        };
    }

    private static int Number(string field) => int.Parse(field, CultureInfo.InvariantCulture);
}
