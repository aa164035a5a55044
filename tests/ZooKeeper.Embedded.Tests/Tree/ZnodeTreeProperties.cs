using ChefActors.ZooKeeper.Embedded.Tree;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace ChefActors.ZooKeeper.Embedded.Tests.Tree;

/// <summary>Random transactions over few paths, so that they meet each other.</summary>
public sealed class ZnodeTreeProperties
{
    private static readonly string[] _paths = ["/a", "/b", "/a/x", "/a/y", "/b/x", "/a/x/1", "/none/x"];

    private static readonly Gen<ZnodeOperation> _operation = Gen.Elements(_paths).SelectMany(path => Gen.OneOf<ZnodeOperation>(
        Gen.Elements(CreateMode.Persistent, CreateMode.Ephemeral, CreateMode.PersistentSequential, CreateMode.EphemeralSequential)
            .Select<CreateMode, ZnodeOperation>(mode => new ZnodeOperation.Create(path, [(byte)path.Length], mode)),
        Gen.Choose(-1, 1).Select<int, ZnodeOperation>(version => new ZnodeOperation.Delete(path, version)),
        Gen.Choose(-1, 2).Select<int, ZnodeOperation>(version => new ZnodeOperation.SetData(path, [1], version)),
        Gen.Choose(-1, 1).Select<int, ZnodeOperation>(version => new ZnodeOperation.Check(path, version))));

    private static readonly Gen<Step> _step = Gen.Choose(1, 3).SelectMany(session => Gen.Frequency(
        (9, _operation.ListOf().Select(operations => new Step(session, [.. operations.Take(5)], Ends: false))),
        (1, Gen.Constant(new Step(session, [], Ends: true)))));

    [Property(MaxTest = 300)]
    public Property The_tree_agrees_with_a_plain_model() => Prop.ForAll(_step.ListOf().ToArbitrary(), steps =>
    {
        var (tree, model) = (new ZnodeTree(), new TreeModel());
        var zxid = 0L;
        foreach (var step in steps)
        {
            zxid++;
            if (step.Ends)
            {
                tree.CloseSession(step.Session, zxid);
                model.CloseSession(step.Session, zxid);
            }
            else
            {
                var results = tree.Apply(TreeCaller.Anonymous(step.Session), zxid, zxid, step.Operations).Results;
                Assert.Equal(model.Apply(step.Session, zxid, step.Operations), results.Select(r => r.Error));
            }

            Assert.Equal(model.Image(), ImageOf(tree));
        }
    });

    [Property(MaxTest = 300)]
    public Property A_refused_transaction_restores_the_tree_exactly() => Prop.ForAll(_step.ListOf().ToArbitrary(), _operation.ListOf().ToArbitrary(), (steps, last) =>
    {
        var tree = new ZnodeTree();
        var zxid = 0L;
        foreach (var step in steps) tree.Apply(TreeCaller.Anonymous(step.Session), ++zxid, zxid, step.Operations);
        var before = TreeImage.Of(tree);
        var outcome = tree.Apply(TreeCaller.Anonymous(1), ++zxid, zxid, [.. last, new ZnodeOperation.Check("/never")]);
        var at = outcome.Results.TakeWhile(r => r.Error == ErrorCode.Ok).Count();
        Assert.Equal(before, TreeImage.Of(tree));
        Assert.Empty(outcome.Changes);
        Assert.All(outcome.Results.Skip(at + 1), r => Assert.Equal(ErrorCode.RuntimeInconsistency, r.Error));
    });

    [Property(MaxTest = 200)]
    public Property Watched_changes_tell_every_difference(bool _) => Prop.ForAll(_step.ListOf().ToArbitrary(), steps =>
    {
        var tree = new ZnodeTree();
        var zxid = 0L;
        foreach (var step in steps)
        {
            var before = Versions(tree);
            var changes = step.Ends
                ? tree.CloseSession(step.Session, ++zxid)
                : tree.Apply(TreeCaller.Anonymous(step.Session), ++zxid, zxid, step.Operations).Changes;
            var after = Versions(tree);
            var told = changes.Where(c => c.Type != WatchEventType.NodeChildrenChanged).Select(c => c.Path).ToHashSet();
            foreach (var path in before.Keys.Union(after.Keys))
            {
                var same = before.TryGetValue(path, out var one) && after.TryGetValue(path, out var two) && one == two;
                Assert.True(same || told.Contains(path), $"{path} changed and nobody was told");
            }
        }
    });

    private static Dictionary<string, long> Versions(ZnodeTree tree) => tree.AllPaths().ToDictionary(p => p, p => tree.Exists(p, out var stat) == ErrorCode.Ok ? stat.Mzxid : -1);

    private static string ImageOf(ZnodeTree tree) => string.Join('\n', tree.AllPaths().Where(p => p != "/" && !p.StartsWith("/zookeeper", StringComparison.Ordinal)).Select(path =>
    {
        tree.Exists(path, out var s);
        return $"{path} {s.Czxid} {s.Mzxid} {s.Pzxid} v{s.Version} c{s.Cversion} n{s.NumChildren} e{s.EphemeralOwner}";
    }));

    private sealed record Step(int Session, IReadOnlyList<ZnodeOperation> Operations, bool Ends);
}
