using ChefActors.ZooKeeper.Embedded.Tree;

namespace ChefActors.ZooKeeper.Embedded.Tests.Tree;

/// <summary>Everything that can be read of a tree, as text: equal text is an equal tree.</summary>
internal static class TreeImage
{
    private static readonly TreeCaller _super = new(0, [new Identity("super", "")]);

    public static string Of(ZnodeTree tree)
    {
        var lines = tree.AllPaths().Select(path =>
        {
            tree.GetData(_super, path, out var data, out var stat);
            tree.GetChildren(_super, path, out var names, out _);
            tree.GetAcl(_super, path, out var acl, out _);
            tree.TryFind(path, out var node);
            var bytes = data is null ? "null" : Convert.ToHexString(data);
            return $"{path} {bytes} {stat} next={node!.State.Creates} life={node.State.TtlMs} [{string.Join(',', names.Order(StringComparer.Ordinal))}] {string.Join(',', acl)}";
        });
        var ephemerals = Enumerable.Range(0, 10).Select(s => $"{s}: {string.Join(',', tree.EphemeralsOf(s).Order(StringComparer.Ordinal))}");
        return string.Join('\n', lines.Concat(ephemerals).Append($"{tree.Count} {tree.EphemeralCount}"));
    }
}
