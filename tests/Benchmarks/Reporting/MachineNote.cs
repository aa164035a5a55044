using System.Globalization;
using System.Runtime.InteropServices;

namespace ChefActors.Benchmarks.Reporting;

/// <summary>On what a figure was taken: without it a figure says nothing.</summary>
/// <param name="Cpu">The processor's model.</param>
/// <param name="Cpus">Processors that this process may use.</param>
/// <param name="MemoryMb">Memory in MiB.</param>
/// <param name="Kernel">The kernel's release.</param>
/// <param name="Runtime">.NET's version.</param>
/// <param name="FileSystem">The file system below the temporary directory: journals and servers sync there.</param>
/// <param name="Load">The load average of the last minute when the run began: above the number of processors the figures are noise.</param>
internal sealed record MachineNote(string Cpu, int Cpus, long MemoryMb, string Kernel, string Runtime, string FileSystem, double Load)
{
    /// <summary>Reads it.</summary>
    internal static MachineNote Read() => new(
        Field("/proc/cpuinfo", "model name"),
        Environment.ProcessorCount,
        GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024 * 1024),
        File.ReadAllText("/proc/sys/kernel/osrelease").Trim(),
        RuntimeInformation.FrameworkDescription,
        FileSystemOf(Path.GetTempPath()),
        double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture));

    /// <inheritdoc />
    public override string ToString() =>
        $"{Cpu}, {Cpus} processors, {MemoryMb / 1024.0:0.#} GiB, Linux {Kernel}, {Runtime}, temporary files on {FileSystem}, load {Load:0.0} at the start";

    private static string Field(string file, string name) =>
        File.ReadLines(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal)) is { } line ? line[(line.IndexOf(':') + 1)..].Trim() : RuntimeInformation.OSArchitecture.ToString();

    private static string FileSystemOf(string path)
    {
        var real = Path.GetFullPath(path).TrimEnd('/') + "/";
        return File.ReadLines("/proc/self/mounts")
            .Select(line => line.Split(' '))
            .Where(mount => real.StartsWith(mount[1].TrimEnd('/') + "/", StringComparison.Ordinal))
            .MaxBy(mount => mount[1].Length)?[2] ?? "unknown";
    }
}
