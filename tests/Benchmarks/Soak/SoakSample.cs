using ChefActors.Benchmarks.Processes;
using ChefActors.ZooKeeper;

namespace ChefActors.Benchmarks.Soak;

/// <summary>What must stay flat, at one moment.</summary>
/// <param name="Minutes">Since the beginning.</param>
/// <param name="Runs">Runs until then.</param>
/// <param name="ResidentMb">Resident memory of the node host, MiB.</param>
/// <param name="DirtyMb">Memory that it wrote itself (Private_Dirty), MiB.</param>
/// <param name="Handles">Its open files and sockets.</param>
/// <param name="Threads">Its threads.</param>
/// <param name="Files">Files and folders of its state directory.</param>
/// <param name="StateKb">Their bytes, KiB.</param>
/// <param name="Znodes">Znodes of the whole server.</param>
internal sealed record SoakSample(double Minutes, int Runs, double ResidentMb, double DirtyMb, int Handles, int Threads, int Files, double StateKb, int Znodes)
{
    /// <summary>Takes one.</summary>
    internal static async Task<SoakSample> TakeAsync(TimeSpan since, int runs, int pid, string stateDirectory, IZooKeeperClient client)
    {
        var usage = ProcessUsage.Read(pid);
        var entries = new DirectoryInfo(stateDirectory).EnumerateFileSystemInfos("*", SearchOption.AllDirectories).ToList();
        return new SoakSample(
            since.TotalMinutes, runs, usage.ResidentMb, usage.DirtyMb, Directory.EnumerateFileSystemEntries($"/proc/{pid}/fd").Count(), usage.Threads,
            entries.Count, entries.OfType<FileInfo>().Sum(file => file.Length) / 1024.0, await CountAsync(client, "/"));
    }

    private static async Task<int> CountAsync(IZooKeeperClient client, string path)
    {
        if (path.StartsWith("/zookeeper", StringComparison.Ordinal)) return 0;
        var count = 1;
        foreach (var child in (await client.GetChildrenAsync(path)).Names) count += await CountAsync(client, path == "/" ? $"/{child}" : $"{path}/{child}");
        return count;
    }
}
