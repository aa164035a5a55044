using ChefActors.ZooKeeper.Embedded.Tree;

namespace ChefActors.ZooKeeper.Embedded.Tests.Tree;

public sealed class ZnodeTreeTests
{
    private readonly ZnodeTree _tree = new();
    private long _zxid;

    [Fact]
    public void A_new_tree_has_what_a_real_server_has()
    {
        Assert.Equal(["/", "/zookeeper", "/zookeeper/config", "/zookeeper/quota"], _tree.AllPaths());
        Assert.Equal((-1, 1), (StatOf("/").Cversion, StatOf("/").NumChildren));
        Assert.Equal(-2, StatOf("/zookeeper").Cversion);
    }

    [Fact]
    public void A_create_sets_the_three_zxids_and_the_parents_pzxid()
    {
        var outcome = Apply(new ZnodeOperation.Create("/a", [1, 2]));
        Assert.Equal("/a", outcome.Results[0].Path);
        Assert.Equal(new Stat(1, 1, 1001, 1001, 0, 0, 0, 0, 2, 0, 1), outcome.Results[0].Stat);
        Assert.Equal((1L, 0), (StatOf("/").Pzxid, StatOf("/").Cversion));
        Assert.Equal([(WatchEventType.NodeCreated, "/a"), (WatchEventType.NodeChildrenChanged, "/")], outcome.Changes.Select(c => (c.Type, c.Path)));
    }

    [Fact]
    public void Setting_data_counts_the_version_and_moves_mzxid_and_mtime_alone()
    {
        Apply(new ZnodeOperation.Create("/a", null));
        var outcome = Apply(new ZnodeOperation.SetData("/a", [1], 0));
        Assert.Equal(new Stat(1, 2, 1001, 1002, 1, 0, 0, 0, 1, 0, 1), outcome.Results[0].Stat);
        Assert.Equal([(WatchEventType.NodeDataChanged, "/a")], outcome.Changes.Select(c => (c.Type, c.Path)));
    }

    [Fact]
    public void The_childrens_version_counts_creates_and_deletes_but_numbering_counts_creates_alone()
    {
        Apply(new ZnodeOperation.Create("/p", null));
        Assert.Equal("/p/x0000000000", Apply(Sequential("/p/x")).Results[0].Path);
        Apply(new ZnodeOperation.Create("/p/plain", null));
        Apply(new ZnodeOperation.Delete("/p/plain"));
        Assert.Equal(3, StatOf("/p").Cversion);
        Assert.Equal(4, StatOf("/p").Pzxid);
        Assert.Equal("/p/y0000000002", Apply(Sequential("/p/y")).Results[0].Path);
        Assert.Equal("/p/0000000003", Apply(Sequential("/p/")).Results[0].Path);
    }

    [Theory]
    [InlineData(0, "0000000000")]
    [InlineData(int.MaxValue, "2147483647")]
    [InlineData(int.MinValue, "-2147483648")]
    [InlineData(-5, "-000000005")]
    public void Sequence_numbers_are_written_as_java_does(int counter, string text) => Assert.Equal(text, TreePath.Sequence(counter));

    [Fact]
    public void Each_refusal_has_the_real_servers_code()
    {
        Apply(new ZnodeOperation.Create("/a", null));
        Apply(new ZnodeOperation.Create("/a/b", null));
        Apply(new ZnodeOperation.Create("/e", null, CreateMode.Ephemeral));
        (ZnodeOperation Operation, ErrorCode Error)[] cases =
        [
            (new ZnodeOperation.Create("/a", null), ErrorCode.NodeExists),
            (new ZnodeOperation.Create("/none/x", null), ErrorCode.NoNode),
            (new ZnodeOperation.Create("/e/x", null), ErrorCode.NoChildrenForEphemerals),
            (new ZnodeOperation.Create("/x", null, Acl: []), ErrorCode.InvalidAcl),
            (new ZnodeOperation.Create("/x", null, (CreateMode)9), ErrorCode.BadArguments),
            (new ZnodeOperation.Create("/x", null, CreateMode.PersistentWithTtl), ErrorCode.BadArguments),
            (new ZnodeOperation.Create("/x", null, CreateMode.PersistentWithTtl, TimeToLive: TimeSpan.Zero), ErrorCode.BadArguments),
            (new ZnodeOperation.Create("/x", null, CreateMode.PersistentWithTtl, TimeToLive: TimeSpan.FromDays(13_000)), ErrorCode.BadArguments),
            (new ZnodeOperation.Create("/x", null, CreateMode.Container, TimeToLive: TimeSpan.FromDays(1)), ErrorCode.BadArguments),
            (new ZnodeOperation.Create("x", null), ErrorCode.BadArguments),
            (new ZnodeOperation.Delete("/none"), ErrorCode.NoNode),
            (new ZnodeOperation.Delete("/a"), ErrorCode.NotEmpty),
            (new ZnodeOperation.Delete("/a/b", 1), ErrorCode.BadVersion),
            (new ZnodeOperation.Delete("/"), ErrorCode.BadArguments),
            (new ZnodeOperation.SetData("/none", null), ErrorCode.NoNode),
            (new ZnodeOperation.SetData("/a", null, 1), ErrorCode.BadVersion),
            (new ZnodeOperation.SetData("/zookeeper/config", null), ErrorCode.NoAuth),
            (new ZnodeOperation.Check("/none"), ErrorCode.NoNode),
            (new ZnodeOperation.Check("/a", 1), ErrorCode.BadVersion),
        ];
        foreach (var (operation, error) in cases) Assert.Equal(error, Apply(operation).Results[0].Error);
    }

    [Fact]
    public void A_refused_transaction_says_which_operation_and_leaves_everything_as_it_was()
    {
        Apply(new ZnodeOperation.Create("/a", [1]));
        Apply(new ZnodeOperation.Create("/e", null, CreateMode.Ephemeral));
        var before = TreeImage.Of(_tree);
        var outcome = Apply(
            new ZnodeOperation.Create("/a/b", null), new ZnodeOperation.SetData("/a", [2]), new ZnodeOperation.Delete("/e"), new ZnodeOperation.Create("/e", null, CreateMode.Ephemeral),
            new ZnodeOperation.Check("/a", 7), new ZnodeOperation.Delete("/a/b"));
        Assert.Equal(
            [ErrorCode.Ok, ErrorCode.Ok, ErrorCode.Ok, ErrorCode.Ok, ErrorCode.BadVersion, ErrorCode.RuntimeInconsistency],
            outcome.Results.Select(r => r.Error));
        Assert.Empty(outcome.Changes);
        Assert.Equal(before, TreeImage.Of(_tree));
    }

    [Fact]
    public void A_session_that_ends_takes_its_own_ephemeral_znodes_and_no_others()
    {
        Apply(new ZnodeOperation.Create("/a", null));
        Apply(new ZnodeOperation.Create("/a/mine", null, CreateMode.Ephemeral));
        Apply(new ZnodeOperation.Create("/a/mine-", null, CreateMode.EphemeralSequential));
        _tree.Apply(TreeCaller.Anonymous(2), ++_zxid, 0, [new ZnodeOperation.Create("/a/other", null, CreateMode.Ephemeral)]);
        Assert.Equal(3, _tree.EphemeralCount);
        var changes = _tree.CloseSession(1, ++_zxid);
        Assert.Equal(4, changes.Count);
        Assert.Equal(["/a/other"], _tree.EphemeralsOf(2));
        Assert.Empty(_tree.EphemeralsOf(1));
        Assert.Equal(_zxid, StatOf("/a").Pzxid);
        Assert.Empty(_tree.CloseSession(1, ++_zxid));
    }

    private TransactionOutcome Apply(params ZnodeOperation[] operations) => _tree.Apply(TreeCaller.Anonymous(1), ++_zxid, 1000 + _zxid, operations);

    private static ZnodeOperation.Create Sequential(string path) => new(path, null, CreateMode.PersistentSequential);

    private Stat StatOf(string path)
    {
        Assert.Equal(ErrorCode.Ok, _tree.Exists(path, out var stat));
        return stat;
    }
}
