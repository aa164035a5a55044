using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;

namespace ChefActors.NodeHost.ChefClient.Stopping;

/// <summary>Which means of stopping this machine allows: cgroup v2 where it may be used, else the reaper of orphans.</summary>
internal static partial class StopMeansSearch
{
    /// <summary>Set by systemd on a cgroup whose unit says <c>Delegate=yes</c>; the first since 251, the second readable by root only.</summary>
    private static readonly string[] DelegateAttributes = ["user.delegate", "trusted.delegate"];

    private const int WriteAccess = 2;

    /// <summary>Says which means a process has, and changes nothing but for a cgroup that is made and removed again.</summary>
    /// <param name="mayUseCgroup">The setting <c>stop.cgroup</c>: auto.</param>
    /// <param name="pid">The process: a node host that runs, or this one.</param>
    internal static StopMeans Look(bool mayUseCgroup, int pid) =>
        mayUseCgroup ? ObjectionTo(Place(pid)) is { } why ? new StopMeans(StopMeansKind.Subreaper, why) : new StopMeans(StopMeansKind.Cgroup, Place(pid).Path) : new StopMeans(StopMeansKind.Subreaper, "stop.cgroup = off");

    /// <summary>Takes the best means for this process, once: enters its first leaf, else becomes the reaper of its orphans.</summary>
    internal static (StopMeans Means, HostCgroups? Cgroups) Take(bool mayUseCgroup, ILogger logger)
    {
        var means = Look(mayUseCgroup, Environment.ProcessId);
        if (means.Kind == StopMeansKind.Cgroup)
        {
            try
            {
                return (means, HostCgroups.Enter(Place(Environment.ProcessId).Directory!, logger));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                means = new StopMeans(StopMeansKind.Subreaper, $"this process cannot be moved below {means.Why}: {e.Message}");
            }
        }

        return ChildReaper.Instance.TryTakeOrphans() ? (means, null) : (means with { Kind = StopMeansKind.Marker }, null);
    }

    private static CgroupPlace Place(int pid)
    {
        try
        {
            return CgroupPlace.Of(Text("mountinfo"), Text("cgroup"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new CgroupPlace(null, "", $"process {pid} cannot be looked at: {e.Message}");
        }

        string Text(string file) => File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/{file}"));
    }

    /// <summary>Why no leaves can be made there; null: they can.</summary>
    private static string? ObjectionTo(CgroupPlace place)
    {
        if (place.Directory is not { } directory) return place.Fault;

        // The tree is systemd's where systemd runs: only what it has given away is ours to divide.
        if (Directory.Exists("/run/systemd/system") && !IsDelegated(directory)) return $"{place.Path} is systemd's own: say Delegate=yes in the node host's unit";
        if (Access(Path.Combine(directory, "cgroup.procs"), WriteAccess) != 0) return $"{place.Path} may not be written: {Marshal.GetLastPInvokeErrorMessage()}";
        var probe = new CgroupDirectory(Path.Combine(directory, CgroupPlace.LeafPrefix + Guid.NewGuid().ToString("N")[..12]));
        try
        {
            Directory.CreateDirectory(probe.Path);
            return probe.CanKill ? null : "this kernel has no cgroup.kill (Linux 5.14)";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"no cgroup can be made below {place.Path}: {e.Message}";
        }
        finally
        {
            probe.TryRemove();
        }
    }

    private static bool IsDelegated(string directory) => Array.Exists(DelegateAttributes, name =>
    {
        Span<byte> value = stackalloc byte[8];
        return GetAttribute(directory, name, value, value.Length) == 1 && value[0] == (byte)'1';
    });

    [LibraryImport("libc", EntryPoint = "access", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Access(string path, int mode);

    [LibraryImport("libc", EntryPoint = "getxattr", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial nint GetAttribute(string path, string name, Span<byte> value, nint size);
}
