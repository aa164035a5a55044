using ChefActors.ZooKeeper.Recipes;
using FsCheck.Xunit;

namespace ChefActors.ZooKeeper.Tests.Recipes;

/// <summary>A small tree that is written at random; the image reads some of it, then all.</summary>
public sealed class TreeImageProperties
{
    private static readonly string[] Paths = ["/a", "/a/b", "/a/b/c", "/a/bc", "/a/d"];

    [Property(MaxTest = 500)]
    public bool What_it_tells_makes_of_what_was_what_is(byte[] writes)
    {
        var (image, told, tree, zxid) = (new TreeImage(), new Dictionary<string, CachedZnode>(StringComparer.Ordinal), new Dictionary<string, CachedZnode>(StringComparer.Ordinal), 0L);
        foreach (var write in writes)
        {
            var path = Paths[write % Paths.Length];
            zxid++;
            switch (write / Paths.Length % 4)
            {
                case 0:
                    foreach (var gone in tree.Keys.Where(known => known == path || known.StartsWith(path + "/", StringComparison.Ordinal)).ToList()) tree.Remove(gone);
                    break;
                case 1 when tree.TryGetValue(path, out var there):
                    tree[path] = there with { Version = there.Version + 1, Mzxid = zxid };
                    break;
                case 2:
                    if (!Take(image.Read(path, tree.GetValueOrDefault(path)))) return false;
                    break;
                default:
                    for (var end = path.IndexOf('/', 1); ; end = path.IndexOf('/', end + 1))
                    {
                        var parent = end < 0 ? path : path[..end];
                        tree.TryAdd(parent, new CachedZnode(parent, null, 0, zxid, zxid));
                        if (end < 0) break;
                    }

                    break;
            }
        }

        return Take(image.ReadAll(tree)) && Same(told, tree) && Same(image.Znodes, tree) && image.ReadAll(tree).Count == 0;

        bool Take(IReadOnlyList<TreeChange> changes)
        {
            foreach (var (before, after) in changes)
            {
                var path = (after ?? before)!.Path;
                if (!Equals(told.GetValueOrDefault(path), before)) return false;
                if (after is null) told.Remove(path);
                else told[path] = after;
            }

            return true;
        }
    }

    private static bool Same(IReadOnlyDictionary<string, CachedZnode> one, IReadOnlyDictionary<string, CachedZnode> other) =>
        one.Count == other.Count && one.All(pair => other.GetValueOrDefault(pair.Key) == pair.Value);
}
