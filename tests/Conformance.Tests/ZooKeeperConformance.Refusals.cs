using ChefActors.ZooKeeper;

namespace ChefActors.Conformance.Tests;

public abstract partial class ZooKeeperConformance
{
    /// <summary>Requests that are refused; p is there with a child, e is ephemeral, "closed" is another's.</summary>
    public static TheoryData<string, ErrorCode> RefusedRequests => new()
    {
        { "create what exists", ErrorCode.NodeExists },
        { "create what exists as an ephemeral", ErrorCode.NodeExists },
        { "create what exists as a container", ErrorCode.NodeExists },
        { "create what exists with a time to live", ErrorCode.NodeExists },
        { "create below nothing", ErrorCode.NoNode },
        { "create an ephemeral below nothing", ErrorCode.NoNode },
        { "create a sequential below nothing", ErrorCode.NoNode },
        { "create a container below nothing", ErrorCode.NoNode },
        { "create with a time to live below nothing", ErrorCode.NoNode },
        { "create below an ephemeral", ErrorCode.NoChildrenForEphemerals },
        { "create an ephemeral below an ephemeral", ErrorCode.NoChildrenForEphemerals },
        { "create a sequential below an ephemeral", ErrorCode.NoChildrenForEphemerals },
        { "create a container below an ephemeral", ErrorCode.NoChildrenForEphemerals },
        { "create with a time to live below an ephemeral", ErrorCode.NoChildrenForEphemerals },
        { "create below what is closed", ErrorCode.NoAuth },
        { "create what exists below what is closed", ErrorCode.NoAuth },
        { "create with no ACL entry", ErrorCode.InvalidAcl },
        { "create with no ACL entry below nothing", ErrorCode.InvalidAcl },
        { "create a container with no ACL entry", ErrorCode.InvalidAcl },
        { "create with a time to live and no ACL entry", ErrorCode.InvalidAcl },
        { "create for a creator without credentials", ErrorCode.InvalidAcl },
        { "delete nothing", ErrorCode.NoNode },
        { "delete below nothing", ErrorCode.NoNode },
        { "delete another version of nothing", ErrorCode.NoNode },
        { "delete a parent", ErrorCode.NotEmpty },
        { "delete another version", ErrorCode.BadVersion },
        { "delete another version of a parent", ErrorCode.BadVersion },
        { "delete below what is closed", ErrorCode.NoAuth },
        { "delete the reserved quota", ErrorCode.BadArguments },
        { "delete the configuration", ErrorCode.BadArguments },
        { "set nothing", ErrorCode.NoNode },
        { "set another version", ErrorCode.BadVersion },
        { "set what is closed", ErrorCode.NoAuth },
        { "set another version of what is closed", ErrorCode.NoAuth },
        { "set the ACL of nothing", ErrorCode.NoNode },
        { "set an ACL without an entry", ErrorCode.InvalidAcl },
        { "set an ACL without an entry on nothing", ErrorCode.InvalidAcl },
        { "set another version of the ACL", ErrorCode.BadVersion },
        { "set the ACL of what is closed", ErrorCode.NoAuth },
        { "read nothing", ErrorCode.NoNode },
        { "list nothing", ErrorCode.NoNode },
        { "count below nothing", ErrorCode.NoNode },
        { "read the ACL of nothing", ErrorCode.NoNode },
        { "read what is closed", ErrorCode.NoAuth },
        { "list what is closed", ErrorCode.NoAuth },
        { "count below what is closed", ErrorCode.NoAuth },
        { "read the ACL of what is closed", ErrorCode.NoAuth },
    };

    [Theory]
    [MemberData(nameof(RefusedRequests))]
    public async Task A_refused_request_has_its_code_and_changes_nothing(string what, ErrorCode expected)
    {
        await Create("p");
        await Create("p/child");
        await Create("e", mode: CreateMode.Ephemeral);
        await Client.CreateAsync(At("closed"), null);
        await Create("closed/child");
        await SetAclToBind(At("closed"), [CookAll]);
        var before = await StatOf(_root);
        await Fails(expected, () => Refused(what));
        Assert.Equal(before, await StatOf(_root));
    }

    private Task Refused(string what) => what switch
    {
        "create what exists" => Create("p"),
        "create what exists as an ephemeral" => Create("p", mode: CreateMode.Ephemeral),
        "create what exists as a container" => CreateAs("p", CreateMode.Container),
        "create what exists with a time to live" => CreateAs("p", CreateMode.PersistentWithTtl),
        "create below nothing" => Create("none/a"),
        "create an ephemeral below nothing" => Create("none/a", mode: CreateMode.Ephemeral),
        "create a sequential below nothing" => Create("none/a", mode: CreateMode.PersistentSequential),
        "create a container below nothing" => CreateAs("none/a", CreateMode.Container),
        "create with a time to live below nothing" => CreateAs("none/a", CreateMode.PersistentWithTtl),
        "create below an ephemeral" => Create("e/a"),
        "create an ephemeral below an ephemeral" => Create("e/a", mode: CreateMode.Ephemeral),
        "create a sequential below an ephemeral" => Create("e/a", mode: CreateMode.EphemeralSequential),
        "create a container below an ephemeral" => CreateAs("e/a", CreateMode.Container),
        "create with a time to live below an ephemeral" => CreateAs("e/a", CreateMode.PersistentSequentialWithTtl),
        "create below what is closed" => Create("closed/new"),
        "create what exists below what is closed" => Create("closed/child"),
        "create with no ACL entry" => Client.CreateAsync(At("new"), null, acl: []),
        "create with no ACL entry below nothing" => Client.CreateAsync(At("none/a"), null, acl: []),
        "create a container with no ACL entry" => Client.CreateAsync(At("new"), null, CreateMode.Container, []),
        "create with a time to live and no ACL entry" => Client.CreateAsync(At("new"), null, CreateMode.PersistentWithTtl, _never, []),
        "create for a creator without credentials" => Client.CreateAsync(At("new"), null, acl: Acl.CreatorAll),
        "delete nothing" => Client.DeleteAsync(At("none")),
        "delete below nothing" => Client.DeleteAsync(At("none/a")),
        "delete another version of nothing" => Client.DeleteAsync(At("none"), 3),
        "delete a parent" => Client.DeleteAsync(At("p")),
        "delete another version" => Client.DeleteAsync(At("p/child"), 3),
        "delete another version of a parent" => Client.DeleteAsync(At("p"), 3),
        "delete below what is closed" => Client.DeleteAsync(At("closed/child")),
        "delete the reserved quota" => Client.DeleteAsync("/zookeeper/quota"),
        "delete the configuration" => Client.DeleteAsync("/zookeeper/config"),
        "set nothing" => Client.SetDataAsync(At("none"), null),
        "set another version" => Client.SetDataAsync(At("p"), null, 3),
        "set what is closed" => Client.SetDataAsync(At("closed"), null),
        "set another version of what is closed" => Client.SetDataAsync(At("closed"), null, 3),
        "set the ACL of nothing" => Client.SetAclAsync(At("none"), Acl.OpenUnsafe),
        "set an ACL without an entry" => Client.SetAclAsync(At("p"), []),
        "set an ACL without an entry on nothing" => Client.SetAclAsync(At("none"), []),
        "set another version of the ACL" => Client.SetAclAsync(At("p"), Acl.OpenUnsafe, 3),
        "set the ACL of what is closed" => Client.SetAclAsync(At("closed"), Acl.OpenUnsafe),
        "read nothing" => Client.GetDataAsync(At("none")),
        "list nothing" => Client.GetChildrenAsync(At("none")),
        "count below nothing" => Client.GetAllChildrenNumberAsync(At("none")),
        "read the ACL of nothing" => Client.GetAclAsync(At("none")),
        "read what is closed" => Client.GetDataAsync(At("closed")),
        "list what is closed" => Client.GetChildrenAsync(At("closed")),
        "count below what is closed" => Client.GetAllChildrenNumberAsync(At("closed")),
        "read the ACL of what is closed" => Client.GetAclAsync(At("closed")),
        _ => throw new ArgumentException(what, nameof(what)),
    };
}
