using ChefActors.NodeHost.ChefClient.Stopping;

namespace ChefActors.NodeHost.ChefClient;

/// <summary>What names one process for good within a boot: its pid and the kernel's start time (proc(5), field 22 of <c>/proc/PID/stat</c>).</summary>
internal readonly record struct ProcessIdentity(int Pid, long StartTime)
{
    /// <summary>Reads a process; null when it is not there or is a zombie.</summary>
    internal static ProcessIdentity? Read(int pid) => ProcessEntry.Read(pid) is { IsZombie: false } entry ? entry.Identity : null;
}
