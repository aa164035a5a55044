using ChefActors.Testing;
using ChefActors.ZooKeeper;

namespace ChefActors.Conformance.Tests;

public abstract partial class ZooKeeperConformance
{
    private static readonly Acl CookAll = new(ZnodePermissions.All, "digest", DigestAuth.IdOf(DigestAuth.Credentials("cook", "salt")));

    [Fact]
    public async Task Without_an_ACL_everybody_may_do_everything()
    {
        await Create("a");
        Assert.Equal(Acl.OpenUnsafe, (await Client.GetAclAsync(At("a"))).Acl);
    }

    [Fact]
    public async Task Setting_an_ACL_changes_its_version_alone()
    {
        var before = (await Create("a")).Stat;
        var after = await SetAclToBind(At("a"), [CookAll, .. Acl.ReadUnsafe]);
        Assert.Equal(before with { Aversion = 1 }, after);
        Assert.Equal(after, await StatOf(At("a")));
        await Fails(ErrorCode.NoAuth, () => Client.SetAclAsync(At("a"), Acl.OpenUnsafe));
    }

    [Fact]
    public async Task Setting_another_ACL_version_is_refused()
    {
        await Create("a");
        await Fails(ErrorCode.BadVersion, () => Client.SetAclAsync(At("a"), Acl.OpenUnsafe, 1));
        Assert.Equal(1, (await Client.SetAclAsync(At("a"), Acl.OpenUnsafe, 0)).Aversion);
    }

    [Fact]
    public async Task Nothing_has_no_ACL()
    {
        await Fails(ErrorCode.NoNode, () => Client.GetAclAsync(At("missing")));
        await Fails(ErrorCode.NoNode, () => Client.SetAclAsync(At("missing"), Acl.OpenUnsafe));
    }

    [Fact]
    public async Task Strangers_see_that_a_closed_znode_exists_and_nothing_else()
    {
        await Client.CreateAsync(At("a"), null, acl: [CookAll]);
        Assert.NotNull(await Client.ExistsAsync(At("a")));
        await Fails(ErrorCode.NoAuth, () => Client.GetDataAsync(At("a")));
        await Fails(ErrorCode.NoAuth, () => Client.GetChildrenAsync(At("a")));
        await Fails(ErrorCode.NoAuth, () => Client.SetDataAsync(At("a"), null));
        await Fails(ErrorCode.NoAuth, () => Client.GetAclAsync(At("a")));
        await Fails(ErrorCode.NoAuth, () => Client.SetAclAsync(At("a"), Acl.OpenUnsafe));
        await Fails(ErrorCode.NoAuth, () => Create("a/child"));
        Assert.Equal(ErrorCode.NoAuth, (await Client.MultiAsync([new ZnodeOperation.SetData(At("a"), null)])).Error);
        Assert.Equal(ErrorCode.NoAuth, (await Client.MultiAsync([new ZnodeOperation.Check(At("a"))])).Error);
    }

    [Fact]
    public async Task Deleting_is_for_the_parents_ACL_to_allow()
    {
        await Client.CreateAsync(At("p"), null, acl: [CookAll, .. Acl.ReadUnsafe]);
        var cook = await Connect(credential: ZooKeeperCredential.Digest("cook", "salt"));
        await cook.CreateAsync(At("p/a"), null, acl: Acl.OpenUnsafe);
        await Fails(ErrorCode.NoAuth, () => Client.DeleteAsync(At("p/a")));
        await SetAclToBind(At("p"), Acl.OpenUnsafe, cook);
        await Client.DeleteAsync(At("p/a"));
    }

    [Fact]
    public async Task Credentials_open_what_is_closed()
    {
        await Client.CreateAsync(At("a"), Bytes("x"), acl: [CookAll]);
        await Client.AddAuthAsync("digest", DigestAuth.Credentials("cook", "pepper"));
        await Fails(ErrorCode.NoAuth, () => Client.GetDataAsync(At("a")));
        await Client.AddAuthAsync("digest", DigestAuth.Credentials("cook", "salt"));
        Assert.Equal(Bytes("x"), (await Client.GetDataAsync(At("a"))).Data);
    }

    [Fact]
    public async Task Credentials_are_sent_again_on_a_new_connection()
    {
        await Client.CreateAsync(At("a"), Bytes("x"), acl: [CookAll]);
        var (cook, proxy) = await ConnectThroughProxy(credential: ZooKeeperCredential.Digest("cook", "salt"));
        await CutAndReconnect(cook, proxy);
        Assert.Equal(Bytes("x"), (await cook.GetDataAsync(At("a"))).Data);
    }

    [Fact]
    public async Task The_creators_ACL_holds_the_creators_ids()
    {
        await Fails(ErrorCode.InvalidAcl, () => Client.CreateAsync(At("a"), null, acl: Acl.CreatorAll));
        await Client.AddAuthAsync("digest", DigestAuth.Credentials("cook", "salt"));
        await Client.CreateAsync(At("a"), null, acl: Acl.CreatorAll);
        Assert.Equal([CookAll], (await Client.GetAclAsync(At("a"))).Acl);
    }

    [Fact]
    public async Task Who_may_only_read_sees_no_digests()
    {
        await Client.CreateAsync(At("a"), null, acl: [CookAll, .. Acl.ReadUnsafe]);
        Assert.Equal([CookAll with { Id = "cook:x" }, .. Acl.ReadUnsafe], (await Client.GetAclAsync(At("a"))).Acl);
    }

    [Theory]
    [InlineData("nonsense", "x")]
    [InlineData("world", "somebody")]
    [InlineData("digest", "no colon")]
    [InlineData("ip", "no address")]
    public async Task An_entry_that_means_nothing_is_refused(string scheme, string id) =>
        await Fails(ErrorCode.InvalidAcl, () => Client.CreateAsync(At("a"), null, acl: [new Acl(ZnodePermissions.All, scheme, id)]));

    [Fact]
    public async Task An_empty_ACL_is_refused()
    {
        await Fails(ErrorCode.InvalidAcl, () => Client.CreateAsync(At("a"), null, acl: []));
        await Create("a");
        await Fails(ErrorCode.InvalidAcl, () => Client.SetAclAsync(At("a"), []));
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.0.0.0/8", true)]
    [InlineData("10.0.0.0/8", false)]
    public async Task Addresses_are_let_in_by_their_bits(string id, bool allowed)
    {
        await Client.CreateAsync(At("a"), null, acl: [new Acl(ZnodePermissions.All, "ip", id)]);
        if (allowed) await Client.GetDataAsync(At("a"));
        else await Fails(ErrorCode.NoAuth, () => Client.GetDataAsync(At("a")));
    }

    [Fact]
    public async Task Refused_credentials_end_the_session()
    {
        var other = await Connect();
        await Assert.ThrowsAsync<AuthFailedException>(() => other.AddAuthAsync("nonsense", Bytes("x")));
        await Eventually.BecomesTrue(() => other.State == SessionState.AuthFailed, "the state is AuthFailed");
        await Assert.ThrowsAnyAsync<ZooKeeperException>(() => other.GetDataAsync("/"));
    }
}
