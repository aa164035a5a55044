using ChefActors.ZooKeeper;

namespace ChefActors.Conformance.Tests;

public abstract partial class ZooKeeperConformance
{
    [Fact]
    public async Task A_deleted_znode_is_gone()
    {
        await Create("a");
        await Client.DeleteAsync(At("a"));
        Assert.Null(await Client.ExistsAsync(At("a")));
    }

    [Fact]
    public async Task Deleting_nothing_is_refused() => await Fails(ErrorCode.NoNode, () => Client.DeleteAsync(At("missing")));

    [Fact]
    public async Task Deleting_another_version_is_refused()
    {
        await Create("a");
        await Fails(ErrorCode.BadVersion, () => Client.DeleteAsync(At("a"), 1));
        await Client.DeleteAsync(At("a"), 0);
        Assert.Null(await Client.ExistsAsync(At("a")));
    }

    [Fact]
    public async Task Deleting_a_parent_is_refused()
    {
        await Create("p");
        await Create("p/a");
        await Fails(ErrorCode.NotEmpty, () => Client.DeleteAsync(At("p")));
    }

    [Fact]
    public async Task The_version_is_looked_at_before_the_children()
    {
        await Create("p");
        await Create("p/a");
        await Fails(ErrorCode.BadVersion, () => Client.DeleteAsync(At("p"), 7));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/zookeeper")]
    public async Task Reserved_znodes_stay(string path) => await Fails(ErrorCode.BadArguments, () => Client.DeleteAsync(path));

    [Fact]
    public async Task A_deletion_changes_the_Stat_of_the_parent()
    {
        var before = (await Create("p")).Stat;
        var child = (await Create("p/a")).Stat;
        await Client.DeleteAsync(At("p/a"));
        Assert.Equal(before with { Cversion = 2, NumChildren = 0, Pzxid = child.Czxid + 1 }, await StatOf(At("p")));
    }

    [Fact]
    public async Task A_znode_that_is_created_again_starts_at_version_0()
    {
        await Create("a");
        await Client.SetDataAsync(At("a"), Bytes("x"));
        await Client.DeleteAsync(At("a"));
        var again = (await Create("a")).Stat;
        Assert.Equal(0, again.Version);
        Assert.Equal(again.Czxid, again.Mzxid);
    }
}
