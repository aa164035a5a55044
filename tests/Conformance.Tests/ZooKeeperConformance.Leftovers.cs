using ChefActors.Testing;
using ChefActors.ZooKeeper;

namespace ChefActors.Conformance.Tests;

public abstract partial class ZooKeeperConformance
{
    private static readonly TimeSpan _soon = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan _never = TimeSpan.FromDays(1);

    [Fact]
    public async Task A_container_goes_when_its_last_child_has_gone()
    {
        await Create("c", mode: CreateMode.Container);
        await Create("c/child");
        await Client.DeleteAsync(At("c/child"));
        await IsGone("c");
    }

    [Fact]
    public async Task A_container_with_a_child_stays_and_so_does_one_that_never_had_any()
    {
        foreach (var name in new[] { "used", "never", "full" }) await Create(name, mode: CreateMode.Container);
        await Create("full/child");
        await Create("used/child");
        await Client.DeleteAsync(At("used/child"));
        await IsGone("used");
        Assert.NotNull(await Client.ExistsAsync(At("never")));
        Assert.NotNull(await Client.ExistsAsync(At("full")));
    }

    [Fact]
    public async Task The_end_of_a_container_is_a_deletion_to_those_who_watch()
    {
        var (own, parent) = (new WatchRecorder(), new WatchRecorder());
        await Create("c", mode: CreateMode.Container);
        await Create("c/child");
        await Client.ExistsAsync(At("c"), own.Handle);
        await Client.GetChildrenAsync(_root, parent.Handle);
        await Client.DeleteAsync(At("c/child"));
        Assert.Equal(WatchEventType.NodeDeleted, (await own.Next()).Type);
        Assert.Equal(WatchEventType.NodeChildrenChanged, (await parent.Next()).Type);
    }

    [Fact]
    public async Task Containers_in_containers_go_one_after_the_other()
    {
        await Create("c", mode: CreateMode.Container);
        await Create("c/d", mode: CreateMode.Container);
        await Create("c/d/child");
        await Client.DeleteAsync(At("c/d/child"));
        await IsGone("c");
    }

    [Fact]
    public async Task A_container_that_gets_a_child_again_stays()
    {
        await Create("c", mode: CreateMode.Container);
        await Create("c/one");
        Assert.True((await Client.MultiAsync([new ZnodeOperation.Delete(At("c/one")), new ZnodeOperation.Create(At("c/two"), null)])).Succeeded);
        await Create("fence", mode: CreateMode.Container);
        await Create("fence/child");
        await Client.DeleteAsync(At("fence/child"));
        await IsGone("fence");
        Assert.NotNull(await Client.ExistsAsync(At("c/two")));
    }

    [Theory]
    [InlineData(CreateMode.Container)]
    [InlineData(CreateMode.PersistentWithTtl)]
    public async Task A_znode_that_goes_by_itself_looks_like_any_other(CreateMode mode)
    {
        var (path, stat) = await CreateAs("z", mode, "123");
        Assert.Equal((At("z"), 0L, 3, 0), (path, stat.EphemeralOwner, stat.DataLength, stat.Version));
        Assert.Equal(stat, await StatOf(path));
        Assert.Equal(Bytes("123"), (await Client.GetDataAsync(path)).Data);
        Assert.Equal(1, (await Client.SetDataAsync(path, null, 0)).Version);
        await Client.DeleteAsync(path, 1);
        Assert.Null(await Client.ExistsAsync(path));
    }

    [Fact]
    public async Task A_znode_goes_when_its_time_to_live_is_over()
    {
        await Client.CreateAsync(At("t"), null, CreateMode.PersistentWithTtl, _soon);
        await IsGone("t");
    }

    [Fact]
    public async Task A_znode_stays_while_its_time_to_live_lasts()
    {
        await Client.CreateAsync(At("long"), null, CreateMode.PersistentWithTtl, _never);
        await Client.CreateAsync(At("short"), null, CreateMode.PersistentWithTtl, _soon);
        await IsGone("short");
        Assert.NotNull(await Client.ExistsAsync(At("long")));
    }

    [Fact]
    public async Task A_child_keeps_a_znode_alive_beyond_its_time_to_live()
    {
        // The child is there before the scan can come between, as both are made in one transaction.
        var made = await Client.MultiAsync(
            [new ZnodeOperation.Create(At("t"), null, CreateMode.PersistentWithTtl, TimeToLive: _soon), new ZnodeOperation.Create(At("t/child"), null)]);
        Assert.True(made.Succeeded);
        await Client.CreateAsync(At("fence"), null, CreateMode.PersistentWithTtl, _soon);
        await IsGone("fence");
        Assert.NotNull(await Client.ExistsAsync(At("t")));
        await Client.DeleteAsync(At("t/child"));
        await IsGone("t");
    }

    [Fact]
    public async Task The_longest_time_to_live_is_taken() =>
        await Client.CreateAsync(At("t"), null, CreateMode.PersistentWithTtl, TimeSpan.FromMilliseconds((1L << 40) - 1));

    [Fact]
    public async Task A_sequential_znode_with_a_time_to_live_is_both()
    {
        await Create("p");
        Assert.Equal(At("p/n-0000000000"), (await Client.CreateAsync(At("p/n-"), null, CreateMode.PersistentSequentialWithTtl, _never)).Path);
        Assert.Equal(At("p/n-0000000001"), (await Client.CreateAsync(At("p/n-"), null, CreateMode.PersistentSequentialWithTtl, _soon)).Path);
        await IsGone("p/n-0000000001");
    }

    [Fact]
    public async Task Containers_and_times_to_live_in_a_transaction_are_answered_with_a_Stat()
    {
        var made = await Client.MultiAsync(
        [
            new ZnodeOperation.Create(At("c"), null, CreateMode.Container), new ZnodeOperation.Create(At("t"), Bytes("12"), CreateMode.PersistentWithTtl, TimeToLive: _never),
            new ZnodeOperation.Create(At("t-"), null, CreateMode.PersistentSequentialWithTtl, TimeToLive: _never),
        ]);
        Assert.True(made.Succeeded);
        Assert.Equal(At("c"), made.Operations[0].Path);
        Assert.Equal(2, made.Operations[1].Stat?.DataLength);
        Assert.StartsWith(At("t-00000000"), made.Operations[2].Path, StringComparison.Ordinal);
        Assert.Equal(0, (await StatOf(At("c"))).EphemeralOwner);
    }

    [Fact]
    public async Task A_refused_transaction_makes_no_container()
    {
        var refused = await Client.MultiAsync([new ZnodeOperation.Create(At("c"), null, CreateMode.Container), new ZnodeOperation.Check(At("missing"))]);
        Assert.Equal((1, ErrorCode.NoNode), (refused.FailedIndex, refused.Error));
        Assert.Null(await Client.ExistsAsync(At("c")));
    }

    [Fact]
    public async Task What_goes_by_itself_outlives_the_session_that_made_it()
    {
        var other = await Connect();
        await other.CreateAsync(At("c"), null, CreateMode.Container);
        await other.CreateAsync(At("t"), null, CreateMode.PersistentWithTtl, _never);
        await other.CloseAsync();
        Assert.NotNull(await Client.ExistsAsync(At("c")));
        Assert.NotNull(await Client.ExistsAsync(At("t")));
    }

    private Task<CreateResult> CreateAs(string relative, CreateMode mode, string? data = "") => mode is CreateMode.PersistentWithTtl or CreateMode.PersistentSequentialWithTtl
        ? Client.CreateAsync(At(relative), data is null ? null : Bytes(data), mode, _never)
        : Create(relative, data, mode);

    private Task IsGone(string relative) => Eventually.BecomesTrue(async () => await Client.ExistsAsync(At(relative)) is null, $"{relative} has gone by itself");
}
