using ChefActors.Testing;
using ChefActors.ZooKeeper;

namespace ChefActors.Conformance.Tests;

public abstract partial class ZooKeeperConformance
{
    private const string Created = nameof(WatchEventType.NodeCreated);
    private const string Deleted = nameof(WatchEventType.NodeDeleted);
    private const string Changed = nameof(WatchEventType.NodeDataChanged);
    private const string Children = nameof(WatchEventType.NodeChildrenChanged);

    /// <summary>
    /// Which watch on the znode z sees what of which change; empty: nothing. z has the child c, unless z itself is to be deleted or created.
    /// </summary>
    public static TheoryData<string, string, string> WatchesAndChanges => new()
    {
        { "exists", "create z", $"{Created} z" },
        { "exists", "set z", $"{Changed} z" },
        { "exists", "set z to the same", $"{Changed} z" },
        { "exists", "delete z", $"{Deleted} z" },
        { "exists", "set the ACL of z", "" },
        { "exists", "create a child", "" },
        { "exists", "delete the child", "" },
        { "exists", "set the child", "" },
        { "exists", "read z", "" },
        { "exists", "set z twice", $"{Changed} z" },
        { "exists", "create and delete z", $"{Created} z" },
        { "exists", "set z in a transaction", $"{Changed} z" },
        { "exists", "set z in a refused transaction", "" },
        { "data", "set z", $"{Changed} z" },
        { "data", "set z to the same", $"{Changed} z" },
        { "data", "delete z", $"{Deleted} z" },
        { "data", "set the ACL of z", "" },
        { "data", "create a child", "" },
        { "data", "delete the child", "" },
        { "data", "set the child", "" },
        { "data", "read z", "" },
        { "data", "set z twice", $"{Changed} z" },
        { "data", "delete and create z", $"{Deleted} z" },
        { "data", "set z in a transaction", $"{Changed} z" },
        { "data", "set z in a refused transaction", "" },
        { "children", "set z", "" },
        { "children", "delete z", $"{Deleted} z" },
        { "children", "set the ACL of z", "" },
        { "children", "create a child", $"{Children} z" },
        { "children", "create two children", $"{Children} z" },
        { "children", "delete the child", $"{Children} z" },
        { "children", "set the child", "" },
        { "children", "create a grandchild", "" },
        { "children", "read z", "" },
        { "children", "create a child in a transaction", $"{Children} z" },
        { "persistent", "create z", $"{Created} z" },
        { "persistent", "set z", $"{Changed} z" },
        { "persistent", "set z twice", $"{Changed} z, {Changed} z" },
        { "persistent", "delete z", $"{Deleted} z" },
        { "persistent", "delete and create z", $"{Deleted} z, {Created} z" },
        { "persistent", "create and delete z", $"{Created} z, {Deleted} z" },
        { "persistent", "set the ACL of z", "" },
        { "persistent", "create a child", $"{Children} z" },
        { "persistent", "create two children", $"{Children} z, {Children} z" },
        { "persistent", "delete the child", $"{Children} z" },
        { "persistent", "set the child", "" },
        { "persistent", "create a grandchild", "" },
        { "persistent", "read z", "" },
        { "persistent", "create a child in a transaction", $"{Children} z" },
        { "persistent", "set z in a refused transaction", "" },
        { "recursive", "create z", $"{Created} z" },
        { "recursive", "set z", $"{Changed} z" },
        { "recursive", "set z twice", $"{Changed} z, {Changed} z" },
        { "recursive", "delete z", $"{Deleted} z" },
        { "recursive", "set the ACL of z", "" },
        { "recursive", "create a child", $"{Created} z/new" },
        { "recursive", "create two children", $"{Created} z/new, {Created} z/newer" },
        { "recursive", "delete the child", $"{Deleted} z/c" },
        { "recursive", "set the child", $"{Changed} z/c" },
        { "recursive", "create a grandchild", $"{Created} z/c/g" },
        { "recursive", "read z", "" },
        { "recursive", "create a child in a transaction", $"{Created} z/new" },
        { "recursive", "set z in a refused transaction", "" },
        { "recursive on the parent", "create z", $"{Created} z" },
        { "recursive on the parent", "set z", $"{Changed} z" },
        { "recursive on the parent", "delete and create z", $"{Deleted} z, {Created} z" },
        { "recursive on the parent", "create a child", $"{Created} z/new" },
        { "recursive on the parent", "delete the child", $"{Deleted} z/c" },
        { "recursive on the parent", "create a grandchild", $"{Created} z/c/g" },
        { "recursive on the parent", "set the ACL of z", "" },
    };

    [Theory]
    [MemberData(nameof(WatchesAndChanges))]
    public async Task A_watch_sees_of_a_change_what_it_is_for(string watch, string change, string expected)
    {
        if (change is not ("create z" or "create and delete z")) await Create("z", "same");
        if (change is not ("create z" or "create and delete z" or "delete z" or "delete and create z")) await Create("z/c");
        var seen = new WatchRecorder();
        await Set(watch, seen);
        await Make(change);
        if (watch is "exists" or "data" or "children") await AllEventsAreIn(Client);
        else expected = (expected.Length == 0 ? "" : expected + ", ") + await Fence(seen, expected.Split(',', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(expected, string.Join(", ", seen.TakeAll().Select(e => $"{e.Type} {e.Path[(_root.Length + 1)..]}")));
    }

    /// <summary>A last change that watches which stay see: when it has come, all before it have.</summary>
    private async Task<string> Fence(WatchRecorder seen, int before)
    {
        var there = await Client.ExistsAsync(At("z")) is not null;
        if (there) await Client.SetDataAsync(At("z"), Bytes("fence"));
        else await Create("z");
        await Eventually.BecomesTrue(() => seen.Waiting > before, "the last event has come");
        return there ? $"{Changed} z" : $"{Created} z";
    }

    private async Task Set(string watch, WatchRecorder seen)
    {
        switch (watch)
        {
            case "exists": await Client.ExistsAsync(At("z"), seen.Handle); break;
            case "data": await Client.GetDataAsync(At("z"), seen.Handle); break;
            case "children": await Client.GetChildrenAsync(At("z"), seen.Handle); break;
            case "persistent": await Client.AddWatchAsync(At("z"), WatchMode.Persistent, seen.Handle); break;
            case "recursive": await Client.AddWatchAsync(At("z"), WatchMode.PersistentRecursive, seen.Handle); break;
            case "recursive on the parent": await Client.AddWatchAsync(_root, WatchMode.PersistentRecursive, seen.Handle); break;
            default: throw new ArgumentException(watch, nameof(watch));
        }
    }

    private async Task Make(string change)
    {
        switch (change)
        {
            case "create z": await Create("z"); break;
            case "create and delete z": await Create("z"); await Client.DeleteAsync(At("z")); break;
            case "delete z": await Client.DeleteAsync(At("z")); break;
            case "delete and create z": await Client.DeleteAsync(At("z")); await Create("z"); break;
            case "set z": await Client.SetDataAsync(At("z"), Bytes("other")); break;
            case "set z to the same": await Client.SetDataAsync(At("z"), Bytes("same")); break;
            case "set z twice": await Client.SetDataAsync(At("z"), null); await Client.SetDataAsync(At("z"), null); break;
            case "set the ACL of z": await Client.SetAclAsync(At("z"), [CookAll, .. Acl.OpenUnsafe]); break;
            case "create a child": await Create("z/new"); break;
            case "create two children": await Create("z/new"); await Create("z/newer"); break;
            case "delete the child": await Client.DeleteAsync(At("z/c")); break;
            case "set the child": await Client.SetDataAsync(At("z/c"), null); break;
            case "create a grandchild": await Create("z/c/g"); break;
            case "read z": await Client.GetDataAsync(At("z")); await Client.GetChildrenAsync(At("z")); await Client.ExistsAsync(At("z")); break;
            case "set z in a transaction": Assert.True((await Client.MultiAsync([new ZnodeOperation.SetData(At("z"), null)])).Succeeded); break;
            case "create a child in a transaction": Assert.True((await Client.MultiAsync([new ZnodeOperation.Create(At("z/new"), null)])).Succeeded); break;
            case "set z in a refused transaction":
                Assert.False((await Client.MultiAsync([new ZnodeOperation.SetData(At("z"), null), new ZnodeOperation.Check(At("missing"))])).Succeeded);
                break;
            default: throw new ArgumentException(change, nameof(change));
        }
    }
}
