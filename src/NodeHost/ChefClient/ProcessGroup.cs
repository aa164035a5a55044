using System.Runtime.InteropServices;
using ChefActors.NodeHost.ChefClient.Stopping;

namespace ChefActors.NodeHost.ChefClient;

/// <summary>
/// The process group of a wrapper. A run is alive while a process of it lives; recipes' commands and daemons have sessions of their own
/// and do not count.
/// </summary>
internal static partial class ProcessGroup
{
    /// <summary>
    /// Whether a process of the group lives. A group id may be used again by a stranger once all are gone: with the leader dead, the others
    /// must bear the run's marker.
    /// </summary>
    internal static bool IsAlive(ProcessIdentity leader, RunMarker marker)
    {
        if (ProcessIdentity.Read(leader.Pid) is { } now) return now.StartTime == leader.StartTime;
        return ProcessEntry.ReadAll().Values.Any(process => process.Group == leader.Pid && !process.IsZombie && marker.Read(process.Pid) == RunMark.This);
    }

    /// <summary>SIGINT to the group; false when nobody is left in it.</summary>
    internal static bool Interrupt(ProcessIdentity leader, RunMarker marker) => IsAlive(leader, marker) && Kill(-leader.Pid, (int)ChefSignal.Interrupt) == 0;

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int pid, int signal);
}
