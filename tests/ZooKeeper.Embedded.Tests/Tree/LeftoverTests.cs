using ChefActors.ZooKeeper.Embedded.Tree;

namespace ChefActors.ZooKeeper.Embedded.Tests.Tree;

public sealed class LeftoverTests
{
    private readonly ZnodeTree _tree = new();
    private long _zxid;

    [Fact]
    public void A_container_is_left_when_it_had_children_and_has_none()
    {
        Apply(0, Made("/c", CreateMode.Container));
        Assert.Empty(_tree.Leftovers(1_000_000));
        Apply(0, Made("/c/a", CreateMode.Persistent));
        Assert.Empty(_tree.Leftovers(1_000_000));
        Apply(0, new ZnodeOperation.Delete("/c/a"));
        Assert.Equal(["/c"], _tree.Leftovers(0));
    }

    [Fact]
    public void A_znode_is_left_when_more_than_its_time_to_live_has_passed_since_its_data_was_set()
    {
        Apply(1_000, Made("/t", CreateMode.PersistentWithTtl, 50));
        Assert.Empty(_tree.Leftovers(1_050));
        Assert.Equal(["/t"], _tree.Leftovers(1_051));
        Apply(1_040, new ZnodeOperation.SetData("/t", null));
        Assert.Empty(_tree.Leftovers(1_090));
        Apply(1_060, Made("/t/child", CreateMode.Persistent));
        Assert.Empty(_tree.Leftovers(9_999));
    }

    [Fact]
    public void Removing_one_is_a_transaction_that_watches_and_the_parent_see()
    {
        Apply(0, Made("/p", CreateMode.Persistent), Made("/p/t", CreateMode.PersistentWithTtl, 5));
        var changes = _tree.RemoveLeftover("/p/t", ++_zxid, 6);
        Assert.Equal([(WatchEventType.NodeDeleted, "/p/t"), (WatchEventType.NodeChildrenChanged, "/p")], changes.Select(change => (change.Type, change.Path)));
        Assert.Equal(ErrorCode.Ok, _tree.Exists("/p", out var stat));
        Assert.Equal((_zxid, 0), (stat.Pzxid, stat.NumChildren));
        Assert.Empty(_tree.Leftovers(6));
    }

    [Fact]
    public void What_is_not_due_or_not_there_is_not_removed()
    {
        Apply(0, Made("/t", CreateMode.PersistentWithTtl, 5), Made("/plain", CreateMode.Persistent));
        foreach (var path in new[] { "/t", "/plain", "/none" }) Assert.Empty(_tree.RemoveLeftover(path, ++_zxid, 5));
        Assert.Equal(ErrorCode.Ok, _tree.Exists("/t", out _));
    }

    [Fact]
    public void A_refused_transaction_leaves_nothing_to_look_at_and_takes_nothing_away()
    {
        Apply(0, Made("/old", CreateMode.PersistentWithTtl, 5));
        Apply(0, Made("/new", CreateMode.PersistentWithTtl, 5), new ZnodeOperation.Delete("/old"), new ZnodeOperation.Check("/none"));
        Assert.Equal(["/old"], _tree.Leftovers(6));
    }

    [Fact]
    public void A_copy_knows_what_goes_by_itself()
    {
        Apply(0, Made("/t", CreateMode.PersistentWithTtl, 5));
        Assert.Equal(["/t"], _tree.Copy().Leftovers(6));
    }

    private static ZnodeOperation.Create Made(string path, CreateMode mode, int? ttlMs = null) =>
        new(path, null, mode, TimeToLive: ttlMs is { } ms ? TimeSpan.FromMilliseconds(ms) : null);

    private void Apply(long nowMs, params ZnodeOperation[] operations) => _tree.Apply(TreeCaller.Anonymous(1), ++_zxid, nowMs, operations);
}
