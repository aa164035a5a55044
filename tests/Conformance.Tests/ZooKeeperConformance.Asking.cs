using ChefActors.ZooKeeper;

namespace ChefActors.Conformance.Tests;

public abstract partial class ZooKeeperConformance
{
    [Fact]
    public async Task Several_reads_in_one_request_answer_in_order()
    {
        await Create("a", "1");
        await Create("p");
        await Create("p/x");
        var results = await Client.MultiReadAsync([new ZnodeRead.GetData(At("a")), new ZnodeRead.GetChildren(At("p")), new ZnodeRead.GetData(At("p"))]);
        Assert.Equal(Bytes("1"), results[0].Data!.Data);
        Assert.Equal(await StatOf(At("a")), results[0].Data!.Stat);
        Assert.Equal(["x"], results[1].Children);
        Assert.Equal(1, results[2].Data!.Stat.NumChildren);
        Assert.All(results, result => Assert.Equal(ErrorCode.Ok, result.Error));
    }

    [Fact]
    public async Task A_refused_read_refuses_itself_alone()
    {
        await Create("a", "1");
        await Client.CreateAsync(At("closed"), null, acl: [CookAll]);
        var results = await Client.MultiReadAsync(
            [new ZnodeRead.GetData(At("missing")), new ZnodeRead.GetData(At("a")), new ZnodeRead.GetChildren(At("missing")), new ZnodeRead.GetData(At("closed"))]);
        Assert.Equal([ErrorCode.NoNode, ErrorCode.Ok, ErrorCode.NoNode, ErrorCode.NoAuth], results.Select(result => result.Error));
        Assert.Equal(Bytes("1"), results[1].Data!.Data);
        Assert.True(results[0].Data is null && results[2].Children is null);
    }

    [Fact]
    public async Task No_reads_give_no_results() => Assert.Empty(await Client.MultiReadAsync([]));

    [Fact]
    public async Task Null_data_stays_null_among_several_reads()
    {
        await Create("null", null);
        await Create("empty");
        var results = await Client.MultiReadAsync([new ZnodeRead.GetData(At("null")), new ZnodeRead.GetData(At("empty"))]);
        Assert.Null(results[0].Data!.Data);
        Assert.Empty(results[1].Data!.Data!);
    }

    [Fact]
    public async Task A_leaf_has_an_empty_list_among_several_reads()
    {
        await Create("a");
        Assert.Empty(Assert.Single(await Client.MultiReadAsync([new ZnodeRead.GetChildren(At("a"))])).Children!);
    }

    [Fact]
    public async Task A_hundred_reads_go_in_one_request()
    {
        await Create("a", "1");
        var results = await Client.MultiReadAsync([.. Enumerable.Repeat(new ZnodeRead.GetData(At("a")), 100)]);
        Assert.Equal(100, results.Count(result => result.Data!.Data is [(byte)'1']));
    }

    [Fact]
    public async Task Several_reads_are_relative_to_the_chroot()
    {
        await Create("a", "1");
        var inside = await Connect(chroot: _root);
        Assert.Equal(Bytes("1"), Assert.Single(await inside.MultiReadAsync([new ZnodeRead.GetData("/a")])).Data!.Data);
    }

    [Fact]
    public async Task A_session_lists_its_own_ephemerals_alone()
    {
        var other = await Connect();
        await Create("mine", mode: CreateMode.Ephemeral);
        await Create("stays");
        await other.CreateAsync(At("other"), null, CreateMode.Ephemeral);
        Assert.Equal([At("mine")], await Client.GetEphemeralsAsync());
        Assert.Equal([At("other")], await other.GetEphemeralsAsync());
    }

    [Theory]
    [InlineData("ab", "ab,abc")]
    [InlineData("p/", "p/x")]
    [InlineData("p/x", "p/x")]
    [InlineData("none", "")]
    [InlineData("", "ab,abc,p/x")]
    public async Task Ephemerals_are_listed_by_the_letters_that_they_begin_with(string prefix, string expected)
    {
        await Create("p");
        foreach (var name in new[] { "ab", "abc", "p/x" }) await Create(name, mode: CreateMode.Ephemeral);
        var found = await Client.GetEphemeralsAsync(At(prefix));
        Assert.Equal(expected.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(At), found.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Ephemerals_below_a_chroot_are_listed_without_it_and_no_others()
    {
        await Create("in");
        var inside = await Connect(chroot: At("in"));
        await inside.CreateAsync("/a", null, CreateMode.Ephemeral);
        Assert.Equal(["/a"], await inside.GetEphemeralsAsync());
        Assert.Equal(["/a"], await inside.GetEphemeralsAsync("/a"));
    }

    [Fact]
    public async Task A_deleted_ephemeral_is_not_listed()
    {
        await Create("e", mode: CreateMode.Ephemeral);
        await Client.DeleteAsync(At("e"));
        Assert.Empty(await Client.GetEphemeralsAsync());
    }

    [Fact]
    public async Task All_descendants_are_counted_at_any_depth()
    {
        foreach (var name in new[] { "p", "p/a", "p/a/b", "p/a/b/c", "p/d", "pp" }) await Create(name);
        Assert.Equal(4, await Client.GetAllChildrenNumberAsync(At("p")));
        Assert.Equal(0, await Client.GetAllChildrenNumberAsync(At("p/d")));
    }

    [Fact]
    public async Task Descendants_of_a_chroot_are_counted()
    {
        await Create("a");
        Assert.Equal(1, await (await Connect(chroot: _root)).GetAllChildrenNumberAsync("/"));
    }

    [Fact]
    public async Task A_session_without_credentials_is_known_by_its_address() =>
        Assert.Equal([new ClientIdentity("ip", "127.0.0.1")], await Client.WhoAmIAsync());

    [Fact]
    public async Task A_session_is_known_by_its_names_without_their_secrets()
    {
        var cook = await Connect(credential: ZooKeeperCredential.Digest("cook", "salt"));
        await cook.AddAuthAsync("digest", DigestAuth.Credentials("baker", "flour"));
        Assert.Equal(
            [new("digest", "baker"), new("digest", "cook"), new("ip", "127.0.0.1")],
            (await cook.WhoAmIAsync()).OrderBy(identity => identity.Scheme + identity.User, StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_configuration_is_read_whatever_the_chroot()
    {
        var inside = await Connect(chroot: _root);
        Assert.Equal((await Client.GetDataAsync("/zookeeper/config")).Data, (await inside.GetConfigAsync()).Data);
        Assert.Equal((await Client.GetDataAsync("/zookeeper/config")).Stat, (await Client.GetConfigAsync(_ => default)).Stat);
    }

    [Fact]
    public async Task Nobody_sets_the_configuration_by_hand()
    {
        await Fails(ErrorCode.NoAuth, () => Client.SetDataAsync("/zookeeper/config", null));
        Assert.Equal(Acl.ReadUnsafe, (await Client.GetAclAsync("/zookeeper/config")).Acl);
    }
}
