using ChefActors.ZooKeeper;

namespace ChefActors.Conformance.Tests;

public abstract partial class ZooKeeperConformance
{
    /// <summary>What each operation needs on the znode (for create and delete: on the parent); None: nothing.</summary>
    private static readonly (string Operation, ZnodePermissions Needs)[] _needs =
    [
        ("getData", ZnodePermissions.Read), ("getChildren", ZnodePermissions.Read), ("getAllChildrenNumber", ZnodePermissions.Read),
        ("getACL", ZnodePermissions.Read | ZnodePermissions.Admin), ("multiRead of data", ZnodePermissions.Read), ("multiRead of children", ZnodePermissions.Read),
        ("check", ZnodePermissions.Read), ("setData", ZnodePermissions.Write), ("setData in a multi", ZnodePermissions.Write), ("setACL", ZnodePermissions.Admin),
        ("create", ZnodePermissions.Create), ("createContainer", ZnodePermissions.Create), ("createTTL", ZnodePermissions.Create),
        ("delete", ZnodePermissions.Delete), ("exists", ZnodePermissions.None), ("sync", ZnodePermissions.None), ("addWatch", ZnodePermissions.None),
    ];

    public static TheoryData<ZnodePermissions, string, bool> PermissionsAndOperations
    {
        get
        {
            var cases = new TheoryData<ZnodePermissions, string, bool>();
            foreach (var granted in (ZnodePermissions[])[ZnodePermissions.Read, ZnodePermissions.Write, ZnodePermissions.Create, ZnodePermissions.Delete, ZnodePermissions.Admin])
            {
                foreach (var (operation, needs) in _needs) cases.Add(granted, operation, needs == ZnodePermissions.None || (granted & needs) != ZnodePermissions.None);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(PermissionsAndOperations))]
    public async Task A_permission_alone_allows_its_own_operations_and_no_others(ZnodePermissions granted, string operation, bool allowed)
    {
        await Create("z");
        await Create("z/child");
        await SetAclToBind(At("z"), [new Acl(granted, "world", "anyone")]);
        Assert.Equal(allowed ? ErrorCode.Ok : ErrorCode.NoAuth, await CodeOf(operation));
    }

    private async Task<ErrorCode> CodeOf(string operation)
    {
        try
        {
            return await Carry(operation);
        }
        catch (ZooKeeperException e)
        {
            return e.Code;
        }
    }

    private async Task<ErrorCode> Carry(string operation)
    {
        switch (operation)
        {
            case "getData": await Client.GetDataAsync(At("z")); break;
            case "getChildren": await Client.GetChildrenAsync(At("z")); break;
            case "getAllChildrenNumber": await Client.GetAllChildrenNumberAsync(At("z")); break;
            case "getACL": await Client.GetAclAsync(At("z")); break;
            case "multiRead of data": return (await Client.MultiReadAsync([new ZnodeRead.GetData(At("z"))]))[0].Error;
            case "multiRead of children": return (await Client.MultiReadAsync([new ZnodeRead.GetChildren(At("z"))]))[0].Error;
            case "check": return (await Client.MultiAsync([new ZnodeOperation.Check(At("z"))])).Error;
            case "setData": await Client.SetDataAsync(At("z"), null); break;
            case "setData in a multi": return (await Client.MultiAsync([new ZnodeOperation.SetData(At("z"), null)])).Error;
            case "setACL": await Client.SetAclAsync(At("z"), Acl.OpenUnsafe); break;
            case "create": await Create("z/new"); break;
            case "createContainer": await CreateAs("z/new", CreateMode.Container); break;
            case "createTTL": await CreateAs("z/new", CreateMode.PersistentWithTtl); break;
            case "delete": await Client.DeleteAsync(At("z/child")); break;
            case "exists": await Client.ExistsAsync(At("z")); break;
            case "sync": await Client.SyncAsync(At("z")); break;
            case "addWatch": await (await Stand("z", WatchMode.Persistent)).DisposeAsync(); break;
            default: throw new ArgumentException(operation, nameof(operation));
        }

        return ErrorCode.Ok;
    }
}
