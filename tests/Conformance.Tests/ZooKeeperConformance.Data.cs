using ChefActors.ZooKeeper;

namespace ChefActors.Conformance.Tests;

public abstract partial class ZooKeeperConformance
{
    [Fact]
    public async Task Setting_data_changes_version_mzxid_and_length_alone()
    {
        var before = (await Create("a", "1")).Stat;
        var after = await Client.SetDataAsync(At("a"), Bytes("123"));
        Assert.True(after.Mtime >= before.Mtime);
        Assert.Equal(before with { Version = 1, Mzxid = before.Czxid + 1, DataLength = 3, Mtime = after.Mtime }, after);
        var (data, stat) = await Client.GetDataAsync(At("a"));
        Assert.Equal(Bytes("123"), data);
        Assert.Equal(after, stat);
    }

    [Fact]
    public async Task Setting_the_same_data_counts_too()
    {
        await Create("a", "same");
        Assert.Equal(1, (await Client.SetDataAsync(At("a"), Bytes("same"))).Version);
    }

    [Fact]
    public async Task Setting_another_version_is_refused_and_changes_nothing()
    {
        var before = (await Create("a", "old")).Stat;
        await Fails(ErrorCode.BadVersion, () => Client.SetDataAsync(At("a"), Bytes("new"), 1));
        var (data, stat) = await Client.GetDataAsync(At("a"));
        Assert.Equal(Bytes("old"), data);
        Assert.Equal(before, stat);
    }

    [Fact]
    public async Task Setting_the_version_that_was_read_is_done_once()
    {
        await Create("a");
        Assert.Equal(1, (await Client.SetDataAsync(At("a"), Bytes("x"), 0)).Version);
        await Fails(ErrorCode.BadVersion, () => Client.SetDataAsync(At("a"), Bytes("x"), 0));
    }

    [Fact]
    public async Task Setting_nothing_is_refused() => await Fails(ErrorCode.NoNode, () => Client.SetDataAsync(At("missing"), []));

    [Fact]
    public async Task Reading_nothing_is_refused() => await Fails(ErrorCode.NoNode, () => Client.GetDataAsync(At("missing")));

    [Fact]
    public async Task Nothing_has_no_Stat() => Assert.Null(await Client.ExistsAsync(At("missing")));

    [Fact]
    public async Task Data_can_be_set_to_null_and_to_empty()
    {
        await Create("a", "x");
        await Client.SetDataAsync(At("a"), null);
        Assert.Null((await Client.GetDataAsync(At("a"))).Data);
        await Client.SetDataAsync(At("a"), []);
        Assert.NotNull((await Client.GetDataAsync(At("a"))).Data);
    }

    [Fact]
    public async Task Children_are_listed_with_the_Stat_of_their_parent()
    {
        await Create("p");
        foreach (var name in new[] { "b", "a", "c" }) await Create($"p/{name}");
        var (names, stat) = await Client.GetChildrenAsync(At("p"));
        Assert.Equal(["a", "b", "c"], names.Order());
        Assert.Equal(await StatOf(At("p")), stat);
    }

    [Fact]
    public async Task A_leaf_has_no_children()
    {
        await Create("p");
        Assert.Empty((await Client.GetChildrenAsync(At("p"))).Names);
    }

    [Fact]
    public async Task Listing_nothing_is_refused() => await Fails(ErrorCode.NoNode, () => Client.GetChildrenAsync(At("missing")));

    [Fact]
    public async Task Answers_above_the_request_limit_are_read()
    {
        await Create("p");
        var name = new string('n', 110);
        for (var batch = 0; batch < 100; batch++)
        {
            var creates = Enumerable.Range(batch * 100, 100).Select(i => new ZnodeOperation.Create(At($"p/{name}{i:D6}"), null));
            Assert.True((await Client.MultiAsync([.. creates])).Succeeded);
        }

        var (names, stat) = await Client.GetChildrenAsync(At("p"));
        Assert.Equal((10_000, 10_000), (names.Distinct(StringComparer.Ordinal).Count(), stat.NumChildren));
    }

    [Fact]
    public async Task A_request_of_exactly_the_limit_is_taken_and_one_byte_more_fails_alone()
    {
        var refused = await Assert.ThrowsAsync<RequestTooLargeException>(() => Client.CreateAsync(At("a"), new byte[1_048_575]));
        var largest = 1_048_575 - (refused.Bytes - refused.Limit);
        await Client.CreateAsync(At("a"), new byte[largest]);
        Assert.Equal(largest, (await Client.GetDataAsync(At("a"))).Data!.Length);
        await Assert.ThrowsAsync<RequestTooLargeException>(() => Client.CreateAsync(At("b"), new byte[largest + 1]));
        Assert.Null(await Client.ExistsAsync(At("b")));
        Assert.Equal(SessionState.Connected, Client.State);
    }

    [Fact]
    public async Task Many_requests_in_flight_are_carried_out_in_order()
    {
        await Create("a");
        var sets = Enumerable.Range(0, 2_000).Select(i => Client.SetDataAsync(At("a"), Bytes($"{i}"))).ToList();
        var read = Client.GetDataAsync(At("a"));
        Assert.Equal(Enumerable.Range(1, 2_000), (await Task.WhenAll(sets)).Select(stat => stat.Version));
        Assert.Equal(Bytes("1999"), (await read).Data);
    }

    [Fact]
    public async Task Sync_takes_any_path() => await Client.SyncAsync(At("missing"));
}
