using ChefActors.Testing;
using ChefActors.ZooKeeper;

namespace ChefActors.Conformance.Tests;

public abstract partial class ZooKeeperConformance
{
    [Fact]
    public async Task Paths_are_relative_to_the_chroot()
    {
        var inside = await Connect(chroot: _root);
        Assert.Equal("/a", (await inside.CreateAsync("/a", Bytes("x"))).Path);
        Assert.Equal("/a/n-0000000000", (await inside.CreateAsync("/a/n-", null, CreateMode.PersistentSequential)).Path);
        Assert.Equal(Bytes("x"), (await Client.GetDataAsync(At("a"))).Data);
        Assert.Equal(["a"], (await inside.GetChildrenAsync("/")).Names);
    }

    [Fact]
    public async Task Transactions_answer_relative_to_the_chroot()
    {
        var inside = await Connect(chroot: _root);
        var result = await inside.MultiAsync([new ZnodeOperation.Create("/a", null), new ZnodeOperation.Create("/a/b", null), new ZnodeOperation.Check("/")]);
        Assert.Equal(["/a", "/a/b", null], result.Operations.Select(operation => operation.Path));
        Assert.NotNull(await Client.ExistsAsync(At("a/b")));
    }

    [Fact]
    public async Task Events_and_errors_name_paths_relative_to_the_chroot()
    {
        var inside = await Connect(chroot: _root);
        var (watch, root) = (new WatchRecorder(), new WatchRecorder());
        await inside.ExistsAsync("/a", watch.Handle);
        await inside.GetChildrenAsync("/", root.Handle);
        await Create("a");
        Assert.Equal("/a", (await watch.Next()).Path);
        Assert.Equal("/", (await root.Next()).Path);
        var refused = await Assert.ThrowsAsync<NodeExistsException>(() => inside.CreateAsync("/a", null));
        Assert.Equal("/a", refused.ZnodePath);
    }

    [Fact]
    public async Task Watches_below_a_chroot_are_set_again_on_a_new_connection()
    {
        var proxy = CuttingProxy.Start(server.Port);
        _opened.Add(proxy);
        var inside = await Connect(chroot: _root, port: proxy.Port);
        var watch = new WatchRecorder();
        await inside.ExistsAsync("/a", watch.Handle);
        await CutAndReconnect(inside, proxy);
        await Create("a");
        Assert.Equal(new WatchEvent(WatchEventType.NodeCreated, SessionState.Connected, "/a"), await watch.Next());
    }

    [Fact]
    public async Task A_chroot_that_is_missing_shows_as_a_missing_znode()
    {
        var inside = await Connect(chroot: At("missing"));
        await Fails(ErrorCode.NoNode, () => inside.CreateAsync("/a", null));
        Assert.Null(await inside.ExistsAsync("/"));
    }
}
