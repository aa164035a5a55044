using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace ChefActors.NodeHost.ChefClient;

/// <summary>
/// The process group of a wrapper. A run is alive while a process of it lives; recipes' commands and daemons have sessions of their own
/// and are found by the command's marker in their environment only.
/// </summary>
internal static partial class ProcessGroup
{
    /// <summary>In the environment of chef-client and of what it starts.</summary>
    internal const string Marker = "CHEFACTORS_COMMAND";

    /// <summary>
    /// Whether a process of the group lives. A group id may be used again by a stranger once all are gone: with the leader dead, the others
    /// must bear the command's marker.
    /// </summary>
    internal static bool IsAlive(ProcessIdentity leader, string command)
    {
        if (ProcessIdentity.Read(leader.Pid) is { } now) return now.StartTime == leader.StartTime;
        return ProcessIdentity.OfGroup(leader.Pid).Any(process => HasMarker(process.Pid, command));
    }

    /// <summary>Sends a signal to the group; false when nobody is left in it.</summary>
    internal static bool Signal(ProcessIdentity leader, string command, ChefSignal signal) =>
        IsAlive(leader, command) && Kill(-leader.Pid, (int)signal) == 0;

    /// <summary>SIGKILL to every process with the command's marker, also those in sessions of their own.</summary>
    internal static void KillMarked(string command)
    {
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)) continue;
            if (pid != Environment.ProcessId && HasMarker(pid, command)) _ = Kill(pid, (int)ChefSignal.Kill);
        }
    }

    private static bool HasMarker(int pid, string command)
    {
        try
        {
            var environment = File.ReadAllBytes(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/environ"));
            var marker = Encoding.UTF8.GetBytes($"{Marker}={command}\0");
            return environment.AsSpan().StartsWith(marker) || environment.AsSpan().IndexOf(Encoding.UTF8.GetBytes($"\0{Marker}={command}\0")) >= 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Ended meanwhile, or another user's: not ours.
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int pid, int signal);
}
