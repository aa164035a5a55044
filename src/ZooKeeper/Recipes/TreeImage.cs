namespace ChefActors.ZooKeeper.Recipes;

/// <summary>Znodes by path, and what changes when something is read. Not for more than one thread at a time; no I/O.</summary>
internal sealed class TreeImage
{
    private readonly SortedDictionary<string, CachedZnode> _znodes = new(StringComparer.Ordinal);

    internal IReadOnlyDictionary<string, CachedZnode> Znodes => _znodes;

    /// <summary>A znode was read; null: it is not there, nor is anything below it.</summary>
    internal IReadOnlyList<TreeChange> Read(string path, CachedZnode? znode)
    {
        if (znode is null) return [.. Paths(path).Select(Remove)];
        var before = _znodes.GetValueOrDefault(path);
        if (before is not null && before.Mzxid == znode.Mzxid && before.Czxid == znode.Czxid) return [];

        // Created anew: whatever was below the former one went with it, and what is below this one tells itself.
        List<TreeChange> changes = before is not null && before.Czxid != znode.Czxid ? [.. Paths(path).Where(below => below != path && _znodes[below].Czxid < znode.Czxid).Select(Remove)] : [];
        _znodes[path] = znode;
        changes.Add(new TreeChange(before, znode));
        return changes;
    }

    /// <summary>All was read: what is not among it is gone.</summary>
    internal IReadOnlyList<TreeChange> ReadAll(IReadOnlyDictionary<string, CachedZnode> all)
    {
        var changes = _znodes.Keys.Where(path => !all.ContainsKey(path)).OrderDescending(StringComparer.Ordinal).ToList().ConvertAll(Remove);
        foreach (var (path, znode) in all.OrderBy(pair => pair.Key, StringComparer.Ordinal)) changes.AddRange(Read(path, znode));
        return changes;
    }

    /// <summary>A znode and what is below it, the deepest first.</summary>
    private List<string> Paths(string path)
    {
        var below = path == "/" ? "/" : path + "/";
        return [.. _znodes.Keys.Where(known => known == path || known.StartsWith(below, StringComparison.Ordinal)).OrderDescending(StringComparer.Ordinal)];
    }

    private TreeChange Remove(string path)
    {
        _znodes.Remove(path, out var before);
        return new TreeChange(before, null);
    }
}
