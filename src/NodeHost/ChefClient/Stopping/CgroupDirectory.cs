using System.Globalization;

namespace ChefActors.NodeHost.ChefClient.Stopping;

/// <summary>One cgroup v2 by its directory: who is in it, moving, killing, removing.</summary>
internal sealed record CgroupDirectory(string Path)
{
    private string Members => System.IO.Path.Combine(Path, "cgroup.procs");

    private string KillFile => System.IO.Path.Combine(Path, "cgroup.kill");

    /// <summary>Whether the kernel can kill all of it at once (Linux 5.14).</summary>
    internal bool CanKill => File.Exists(KillFile);

    /// <summary>Pids in it and below; none when it is gone.</summary>
    internal IReadOnlySet<int> Pids()
    {
        var pids = new HashSet<int>();
        Collect(Path, pids);
        return pids;
    }

    /// <summary>Moves a process here.</summary>
    /// <exception cref="IOException">The kernel refused, or the cgroup is gone.</exception>
    /// <exception cref="UnauthorizedAccessException">Not allowed.</exception>
    internal void Take(int pid) => Write(Members, pid.ToString(CultureInfo.InvariantCulture));

    /// <summary>SIGKILL to everyone in it and below, also to those that are being forked right now.</summary>
    internal void Kill() => Write(KillFile, "1");

    /// <summary>Removes it; false while somebody is in it.</summary>
    internal bool TryRemove()
    {
        try
        {
            Directory.Delete(Path);
            return true;
        }
        catch (DirectoryNotFoundException)
        {
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // EBUSY: somebody is in it, as a daemon that a recipe wanted. Its turn comes when it is empty.
            return false;
        }
    }

    private static void Collect(string directory, HashSet<int> pids)
    {
        try
        {
            foreach (var line in File.ReadLines(System.IO.Path.Combine(directory, "cgroup.procs")))
            {
                // A process of another pid namespace shows as 0.
                if (int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && pid > 0) pids.Add(pid);
            }

            foreach (var below in Directory.EnumerateDirectories(directory)) Collect(below, pids);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It was removed meanwhile (ENOENT, ENODEV): nobody is in it.
        }
    }

    private static void Write(string file, string text)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        stream.Write(System.Text.Encoding.ASCII.GetBytes(text));
    }
}
