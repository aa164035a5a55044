namespace ChefActors.Integration.Tests.Fleet;

/// <summary>A test that needs a cgroup of its own; where none can be made it is skipped, and says why.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CgroupFactAttribute : FactAttribute
{
    /// <summary>cgroup v2 on its own, and beside version 1.</summary>
    private static readonly string[] Mounts = ["/sys/fs/cgroup", "/sys/fs/cgroup/unified"];

    public CgroupFactAttribute() => Skip = CgroupsHere.Objection;

    private static class CgroupsHere
    {
        internal static readonly string? Objection = Find();

        private static string? Find()
        {
            if (Directory.Exists("/run/systemd/system")) return "the tree of cgroups is systemd's, and nobody delegated a part of it to the tests";
            var mount = Mounts.FirstOrDefault(path => File.Exists(Path.Combine(path, "cgroup.procs")) && File.Exists(Path.Combine(path, "cgroup.subtree_control")));
            if (mount is null) return "no cgroup v2 is mounted";
            var probe = Path.Combine(mount, "chefactors-" + Guid.NewGuid().ToString("N")[..12]);
            try
            {
                Directory.CreateDirectory(probe);
                var canKill = File.Exists(Path.Combine(probe, "cgroup.kill"));
                Directory.Delete(probe);
                return canKill ? null : "this kernel has no cgroup.kill";
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return $"no cgroup can be made: {e.Message}";
            }
        }
    }
}
