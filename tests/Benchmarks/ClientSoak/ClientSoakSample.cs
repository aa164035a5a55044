using ChefActors.Benchmarks.Processes;

namespace ChefActors.Benchmarks.ClientSoak;

/// <summary>What must stay flat, at one moment.</summary>
/// <param name="Minutes">Since the beginning.</param>
/// <param name="LiveMb">Its objects after the last full collection, MiB: what a leak would raise.</param>
/// <param name="ResidentMb">Resident memory of the load, MiB.</param>
/// <param name="DirtyMb">Memory that it wrote itself, MiB.</param>
/// <param name="Handles">Its open files and sockets.</param>
/// <param name="Threads">Its threads.</param>
internal sealed record ClientSoakSample(double Minutes, double LiveMb, double ResidentMb, double DirtyMb, int Handles, int Threads)
{
    /// <summary>Takes one.</summary>
    internal static ClientSoakSample Take(TimeSpan since, double liveMb, int pid)
    {
        var usage = ProcessUsage.Read(pid);
        return new ClientSoakSample(since.TotalMinutes, liveMb, usage.ResidentMb, usage.DirtyMb, Directory.GetFileSystemEntries($"/proc/{pid}/fd").Length, usage.Threads);
    }
}
