using ChefActors.ZooKeeper;

namespace ChefActors.Conformance.Tests;

public abstract partial class ZooKeeperConformance
{
    [Fact]
    public async Task A_new_znode_has_the_Stat_of_its_creation()
    {
        var (path, stat) = await Create("a", "12345");
        Assert.Equal(At("a"), path);
        Assert.True(stat.Czxid > 0);
        Assert.Equal((stat.Czxid, stat.Czxid), (stat.Mzxid, stat.Pzxid));
        Assert.Equal((0, 0, 0), (stat.Version, stat.Cversion, stat.Aversion));
        Assert.Equal((0L, 5, 0), (stat.EphemeralOwner, stat.DataLength, stat.NumChildren));
        Assert.Equal(stat.Ctime, stat.Mtime);
        Assert.Equal(stat, await StatOf(path));
    }

    [Fact]
    public async Task Each_transaction_has_the_next_zxid()
    {
        var (first, second) = ((await Create("a")).Stat, (await Create("b")).Stat);
        Assert.Equal(first.Czxid + 1, second.Czxid);
    }

    [Fact]
    public async Task Creating_what_exists_is_refused_and_changes_nothing()
    {
        var before = (await Create("a", "old")).Stat;
        await Fails(ErrorCode.NodeExists, () => Create("a", "new"));
        Assert.Equal(before, await StatOf(At("a")));
    }

    [Fact]
    public async Task Creating_below_nothing_is_refused() => await Fails(ErrorCode.NoNode, () => Create("missing/a"));

    [Fact]
    public async Task Creating_the_root_is_refused_because_it_exists() => await Fails(ErrorCode.NodeExists, () => Client.CreateAsync("/", null));

    [Fact]
    public async Task An_ephemeral_znode_has_no_children()
    {
        await Create("e", "", CreateMode.Ephemeral);
        await Fails(ErrorCode.NoChildrenForEphemerals, () => Create("e/child"));
    }

    [Fact]
    public async Task An_ephemeral_znode_names_its_session() =>
        Assert.Equal(Client.SessionId, (await Create("e", "", CreateMode.Ephemeral)).Stat.EphemeralOwner);

    [Fact]
    public async Task Null_data_stays_null()
    {
        var created = await Create("a", null);
        Assert.Equal(0, created.Stat.DataLength);
        Assert.Null((await Client.GetDataAsync(At("a"))).Data);
    }

    [Fact]
    public async Task Empty_data_stays_empty()
    {
        await Create("a");
        Assert.Empty((await Client.GetDataAsync(At("a"))).Data ?? throw new InvalidOperationException("it is null"));
    }

    [Fact]
    public async Task A_child_changes_the_Stat_of_its_parent()
    {
        var before = (await Create("p")).Stat;
        var child = (await Create("p/a")).Stat;
        Assert.Equal(before with { Cversion = 1, NumChildren = 1, Pzxid = child.Czxid }, await StatOf(At("p")));
    }

    [Fact]
    public async Task Sequential_names_count_up_with_ten_digits()
    {
        await Create("p");
        Assert.Equal(At("p/n-0000000000"), (await Create("p/n-", "", CreateMode.PersistentSequential)).Path);
        Assert.Equal(At("p/m-0000000001"), (await Create("p/m-", "", CreateMode.PersistentSequential)).Path);
    }

    [Fact]
    public async Task Other_children_count_for_sequential_names_too()
    {
        await Create("p");
        await Create("p/plain");
        Assert.Equal(At("p/n-0000000001"), (await Create("p/n-", "", CreateMode.PersistentSequential)).Path);
    }

    [Fact]
    public async Task Sequential_numbers_do_not_come_back_when_children_go()
    {
        await Create("p");
        var first = await Create("p/n-", "", CreateMode.PersistentSequential);
        await Client.DeleteAsync(first.Path);
        Assert.Equal(At("p/n-0000000001"), (await Create("p/n-", "", CreateMode.PersistentSequential)).Path);
    }

    [Fact]
    public async Task A_sequential_name_may_be_the_number_alone()
    {
        await Create("p");
        Assert.Equal(At("p/0000000000"), (await Create("p/", "", CreateMode.PersistentSequential)).Path);
    }

    [Fact]
    public async Task An_ephemeral_sequential_znode_is_both()
    {
        await Create("p");
        var (path, stat) = await Create("p/n-", "", CreateMode.EphemeralSequential);
        Assert.Equal((At("p/n-0000000000"), Client.SessionId), (path, stat.EphemeralOwner));
    }

    [Fact]
    public async Task Names_beyond_ASCII_survive()
    {
        await Create("Küche-漢字");
        Assert.Contains("Küche-漢字", (await Client.GetChildrenAsync(_root)).Names);
    }

    [Fact]
    public async Task A_server_brings_its_reserved_znodes()
    {
        Assert.Contains("zookeeper", (await Client.GetChildrenAsync("/")).Names);
        Assert.Equal(["config", "quota"], (await Client.GetChildrenAsync("/zookeeper")).Names.Order());
    }
}
