using System.Text.RegularExpressions;

namespace ChefActors.NodeHost.ChefClient.Stopping;

/// <summary>Where a process stands in the tree of cgroup v2 (cgroups(7)), read of two files of /proc. Pure.</summary>
/// <param name="Directory">Directory of the cgroup below which leaves are made; null: there is none.</param>
/// <param name="Path">The same as the kernel names it, such as <c>/system.slice/chefactors-node.service</c>.</param>
/// <param name="Fault">Why there is none.</param>
internal sealed partial record CgroupPlace(string? Directory, string Path, string? Fault)
{
    /// <summary>What the names of leaves begin with; 12 hex digits of chance follow.</summary>
    internal const string LeafPrefix = "chefactors-";

    /// <summary>Reads <c>/proc/PID/mountinfo</c> and <c>/proc/PID/cgroup</c>.</summary>
    internal static CgroupPlace Of(string mountInfo, string cgroup)
    {
        var path = cgroup.Split('\n').FirstOrDefault(line => line.StartsWith("0::/", StringComparison.Ordinal))?[3..].TrimEnd();
        if (path is null) return new CgroupPlace(null, "", "this kernel has no cgroup v2");
        if (path.StartsWith("/..", StringComparison.Ordinal) || path.EndsWith(" (deleted)", StringComparison.Ordinal)) return new CgroupPlace(null, path, $"the cgroup {path} lies outside of what can be seen from here");

        // Whoever was started by a run, or by a node host, stands in a leaf: its place is beside that one, never below.
        var slash = path.LastIndexOf('/');
        if (IsLeaf(path[(slash + 1)..])) path = slash == 0 ? "/" : path[..slash];
        foreach (Match mount in Mount().Matches(mountInfo))
        {
            var (root, point) = (Plain(mount.Groups["root"].Value), Plain(mount.Groups["point"].Value));
            if (root != "/" && path != root && !path.StartsWith(root + "/", StringComparison.Ordinal)) continue;
            var below = root == "/" ? path : path[root.Length..];
            return new CgroupPlace((point + below).TrimEnd('/'), path, null);
        }

        return new CgroupPlace(null, path, $"no cgroup v2 is mounted that holds {path}");
    }

    /// <summary>Whether a name is that of a leaf.</summary>
    internal static bool IsLeaf(string name) => Leaf().IsMatch(name);

    /// <summary>mountinfo writes blanks, tabs, ends of line and backslashes as three octal digits.</summary>
    private static string Plain(string field) => field.Replace("\\040", " ", StringComparison.Ordinal).Replace("\\011", "\t", StringComparison.Ordinal).Replace("\\012", "\n", StringComparison.Ordinal).Replace("\\134", "\\", StringComparison.Ordinal);

    [GeneratedRegex(@"^\d+ \d+ \d+:\d+ (?<root>\S+) (?<point>\S+) [^\n]*? - cgroup2 ", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Mount();

    [GeneratedRegex("^" + LeafPrefix + "[0-9a-f]{12}$")]
    private static partial Regex Leaf();
}
