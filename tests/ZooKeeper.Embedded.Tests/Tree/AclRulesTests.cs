using ChefActors.ZooKeeper.Embedded.Tree;

namespace ChefActors.ZooKeeper.Embedded.Tests.Tree;

public sealed class AclRulesTests
{
    private static readonly Identity _ann = new("digest", "ann:hash");
    private static readonly Identity _local = new("ip", "127.0.0.1");

    [Theory]
    [InlineData("world", "anyone", true)]
    [InlineData("world", "bob", false)]
    [InlineData("digest", "ann:hash", true)]
    [InlineData("digest", "ann", false)]
    [InlineData("ip", "10.0.0.0/8", true)]
    [InlineData("ip", "10.0.0.0/99", false)]
    [InlineData("ip", "ten", false)]
    [InlineData("sasl", "ann", false)]
    [InlineData("auth", "", false)]
    public void Only_known_schemes_with_well_formed_ids_are_stored(string scheme, string id, bool valid) =>
        Assert.Equal(valid, AclRules.TryFix([new Acl(ZnodePermissions.Read, scheme, id)], [_local], out _));

    [Fact]
    public void Auth_stands_for_every_credential_of_the_caller_and_not_for_its_address()
    {
        Assert.True(AclRules.TryFix([new Acl(ZnodePermissions.Read, "auth", "x")], [_local, _ann, new Identity("digest", "bob:hash")], out var stored));
        Assert.Equal([new Acl(ZnodePermissions.Read, "digest", "ann:hash"), new Acl(ZnodePermissions.Read, "digest", "bob:hash")], stored);
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.0.0.0/8", true)]
    [InlineData("127.0.0.2", false)]
    [InlineData("127.0.0.3/30", true)]
    [InlineData("127.0.0.4/30", false)]
    [InlineData("0.0.0.0/0", true)]
    [InlineData("::1", false)]
    public void Addresses_are_compared_by_their_first_bits(string range, bool allowed) =>
        Assert.Equal(allowed, AclRules.Allows([new Acl(ZnodePermissions.Read, "ip", range)], ZnodePermissions.Read, [_local]));

    [Fact]
    public void An_entry_allows_what_it_names_and_nothing_else()
    {
        Acl[] acl = [new(ZnodePermissions.Read, "world", "anyone"), new(ZnodePermissions.Write | ZnodePermissions.Admin, "digest", "ann:hash")];
        Assert.True(AclRules.Allows(acl, ZnodePermissions.Read, []));
        Assert.False(AclRules.Allows(acl, ZnodePermissions.Write, [_local, new Identity("digest", "ann:other")]));
        Assert.True(AclRules.Allows(acl, ZnodePermissions.Write, [_ann]));
        Assert.False(AclRules.Allows(acl, ZnodePermissions.Create, [_ann]));
        Assert.True(AclRules.Allows(acl, ZnodePermissions.Create, [new Identity("super", "")]));
    }

    [Fact]
    public void Who_may_not_administer_sees_no_hashes() =>
        Assert.Equal([new Acl(ZnodePermissions.All, "digest", "ann:x")], AclRules.Masked([new Acl(ZnodePermissions.All, "digest", "ann:hash")]));
}
