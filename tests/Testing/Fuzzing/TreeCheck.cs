using ChefActors.ZooKeeper.Embedded.Tree;

namespace ChefActors.Testing.Fuzzing;

/// <summary>What holds of every tree of znodes.</summary>
internal static class TreeCheck
{
    /// <summary>The first thing that is wrong; null: nothing.</summary>
    /// <param name="tree">Walked as a whole.</param>
    /// <param name="isAlive">Whether a session may own znodes.</param>
    public static string? Problem(ZnodeTree tree, Func<long, bool> isAlive)
    {
        var (children, ephemerals) = (0, 0);
        foreach (var node in tree.AllNodes())
        {
            children += node.ChildCount;
            var prefix = node.Path == "/" ? "/" : node.Path + "/";
            foreach (var name in node.Children)
            {
                if (name.Length == 0 || name.Contains('/') || !tree.TryFind(prefix + name, out _)) return $"{node.Path} has a child '{name}' that is not there";
            }

            if (node.Path != "/" && (TreePath.ParentOf(node.Path) is not { } parent || !tree.TryFind(parent, out _))) return $"{node.Path} has no parent";
            if (node.State.EphemeralOwner == 0) continue;
            ephemerals++;
            if (node.ChildCount > 0) return $"{node.Path} is ephemeral and has {node.ChildCount} children";
            if (!isAlive(node.State.EphemeralOwner)) return $"{node.Path} belongs to session {node.State.EphemeralOwner}, which is not there";
            if (!tree.EphemeralsOf(node.State.EphemeralOwner).Contains(node.Path, StringComparer.Ordinal)) return $"{node.Path} would outlive its session";
        }

        var bytes = tree.AllNodes().Sum(node => node.Path.Length + (long)(node.State.Data?.Length ?? 0));
        if (bytes != tree.Bytes) return $"data and paths have {bytes} bytes, {tree.Bytes} are counted";
        if (children != tree.Count - 1) return $"{tree.Count} znodes have {children} children together";
        return ephemerals == tree.EphemeralCount ? null : $"{ephemerals} znodes are ephemeral, {tree.EphemeralCount} are counted";
    }

    /// <summary>The first znode in which they differ; null: they are the same.</summary>
    public static string? Difference(ZnodeTree tree, ZnodeTree other)
    {
        if (tree.Count != other.Count) return $"{tree.Count} znodes here, {other.Count} there";
        foreach (var node in tree.AllNodes())
        {
            if (!other.TryFind(node.Path, out var twin)) return $"{node.Path} is not there";
            var (here, there) = (node.State, twin.State);
            var same = here with { Data = null, Acl = [] } == there with { Data = null, Acl = [] } && (here.Data is null) == (there.Data is null)
                && here.Data.AsSpan().SequenceEqual(there.Data) && here.Acl.SequenceEqual(there.Acl);
            if (!same) return $"{node.Path} is {here} here and {there} there";
        }

        return null;
    }
}
