namespace ChefActors.NodeHost.ChefClient.Stopping;

/// <summary>The note of a run's cgroup in its directory: written before <c>go</c>, so that the next life finds it too.</summary>
internal static class RunCgroup
{
    /// <summary>Notes the cgroup. Not synced: it is of no use after a restart of the machine.</summary>
    internal static void Note(RunDirectory directory, CgroupDirectory cgroup)
    {
        using var file = new FileStream(directory.Cgroup, Journal.DurableFile.OwnerOnly(FileMode.CreateNew));
        file.Write(System.Text.Encoding.UTF8.GetBytes(cgroup.Path));
    }

    /// <summary>The cgroup of a run; null: none was noted, or what is noted is no leaf or is gone.</summary>
    internal static CgroupDirectory? Find(RunDirectory directory)
    {
        if (!File.Exists(directory.Cgroup)) return null;
        var path = File.ReadAllText(directory.Cgroup);
        return Path.IsPathRooted(path) && Path.GetFullPath(path) == path && CgroupPlace.IsLeaf(Path.GetFileName(path)) && File.Exists(Path.Combine(path, "cgroup.procs")) ? new CgroupDirectory(path) : null;
    }
}
