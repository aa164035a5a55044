using System.Globalization;

namespace ChefActors.Benchmarks.Processes;

/// <summary>What a process holds now, from /proc (proc(5)).</summary>
/// <param name="ResidentMb">All resident memory, files that others map too included (Rss of smaps_rollup), in MiB.</param>
/// <param name="PrivateMb">What no other process shares: Private_Dirty + Private_Clean. Clean pages of .NET's own files count only while no other .NET program runs.</param>
/// <param name="DirtyMb">Private_Dirty alone: what this process wrote, whoever else runs.</param>
/// <param name="Threads">Its threads.</param>
/// <param name="Cpu">User and system time until now, to 10 ms.</param>
internal sealed record ProcessUsage(double ResidentMb, double PrivateMb, double DirtyMb, int Threads, TimeSpan Cpu)
{
    private const int TicksPerSecond = 100;

    /// <summary>Reads it.</summary>
    internal static ProcessUsage Read(int pid)
    {
        var memory = Fields($"/proc/{pid}/smaps_rollup");
        var stat = File.ReadAllText($"/proc/{pid}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        var ticks = long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
        return new ProcessUsage(
            memory["Rss"] / 1024.0,
            (memory["Private_Clean"] + memory["Private_Dirty"]) / 1024.0,
            memory["Private_Dirty"] / 1024.0,
            (int)Fields($"/proc/{pid}/status")["Threads"],
            TimeSpan.FromSeconds((double)ticks / TicksPerSecond));
    }

    /// <summary>Its children, by the kernel's list of its first thread and all others.</summary>
    internal static IReadOnlyList<int> Children(int pid) =>
        [.. Directory.GetDirectories($"/proc/{pid}/task").SelectMany(task => File.ReadAllText(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries)).Select(child => int.Parse(child, CultureInfo.InvariantCulture))];

    /// <summary>Lines such as <c>Rss: 1234 kB</c>.</summary>
    private static Dictionary<string, long> Fields(string file)
    {
        var fields = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var line in File.ReadLines(file))
        {
            var colon = line.IndexOf(": ", StringComparison.Ordinal);
            if (colon < 0) colon = line.IndexOf(":\t", StringComparison.Ordinal);
            if (colon > 0 && long.TryParse(line[(colon + 1)..].Trim().Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var value)) fields[line[..colon]] = value;
        }

        return fields;
    }
}
