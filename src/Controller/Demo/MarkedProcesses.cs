using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace ChefActors.Controller.Demo;

/// <summary>
/// Processes by /proc. What a demonstration starts, and what that starts in turn, bears the demonstration's directory in its environment:
/// so a chef-client that outlived its node host is found and nobody else's is touched.
/// </summary>
internal static partial class MarkedProcesses
{
    /// <summary>The variable.</summary>
    public const string Marker = "CHEFACTORS_DEMO";

    private const int Kill = 9;
    private const int Terminate = 15;

    /// <summary>The ids of all that bear the mark. What has ended and was not reaped has no environment any more.</summary>
    public static IReadOnlyList<int> Find(string mark)
    {
        var entry = Encoding.UTF8.GetBytes($"{Marker}={mark}\0");
        byte[] later = [0, .. entry];
        var found = new List<int>();
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)) continue;
            if (pid != Environment.ProcessId && Read($"{directory}/environ") is { } all && (all.AsSpan().StartsWith(entry) || all.AsSpan().IndexOf(later) >= 0)) found.Add(pid);
        }

        return found;
    }

    /// <summary>When it was started, in clock ticks since boot; null when it has ended. With the pid it names a process for good.</summary>
    public static long? StartTime(int pid)
    {
        if (Read($"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/stat") is not { } stat) return null;
        var text = Encoding.UTF8.GetString(stat);

        // Behind the name in parentheses: state is field 3, start time field 22 (proc(5)).
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return fields[0] is "Z" or "X" ? null : long.Parse(fields[19], CultureInfo.InvariantCulture);
    }

    /// <summary>SIGTERM; false when there is no such process.</summary>
    public static bool SendTerminate(int pid) => Send(pid, Terminate) == 0;

    /// <summary>SIGKILL; false when there is no such process.</summary>
    public static bool SendKill(int pid) => Send(pid, Kill) == 0;

    private static byte[]? Read(string file)
    {
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Ended meanwhile, or another user's: not ours.
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Send(int pid, int signal);
}
