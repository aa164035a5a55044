using ChefActors.ZooKeeper.Wire;
using ChefActors.ZooKeeper.Wire.Records;

namespace ChefActors.ZooKeeper.Embedded.Tests.ForeignClients;

/// <summary>Requests over few paths, so that they meet each other; some are wrong on purpose. The same seed gives the same requests.</summary>
internal sealed class RandomRequests(int seed)
{
    private static readonly string[] _paths = ["/a", "/a", "/b", "/a/x", "/a/y", "/a/x/1", "/b/x", "/none/q"];
    private static readonly string[] _odd = ["x", "/", "/zookeeper", "/zookeeper/config", "//", "/a/", "/.", "/a/../b", "/\u0001", "/zookeeper/z"];
    private static readonly Acl[][] _acls =
    [
        [.. Acl.OpenUnsafe], [.. Acl.OpenUnsafe], [.. Acl.OpenUnsafe], [.. Acl.OpenUnsafe], [.. Acl.OpenUnsafe], [.. Acl.OpenUnsafe], [.. Acl.OpenUnsafe], [],
        [.. Acl.ReadUnsafe], [.. Acl.CreatorAll], [new(ZnodePermissions.All, "ip", "127.0.0.0/8")], [new(ZnodePermissions.All, "ip", "10.0.0.1")],
        [new(ZnodePermissions.All, "ip", "1.2.3.4/99")], [new(ZnodePermissions.All, "ip", "::1")], [new(ZnodePermissions.All, "digest", "ann:x"), .. Acl.ReadUnsafe],
        [new(ZnodePermissions.All, "digest", "nope")], [new(ZnodePermissions.All, "world", "bob")], [new(ZnodePermissions.All, "sasl", "x")],
        [new(ZnodePermissions.None, "world", "anyone")],
    ];

    private readonly Random _random = new(seed);

    public int Next(int count) => _random.Next(count);

    public RandomRequest Next()
    {
        var path = Path();
        var watch = Next(2) == 0;
        switch (Next(20))
        {
            case < 7:
                return Write(inMulti: false, out _);
            case < 10:
                return Multi();
            case < 15:
                return new($"read {path} {watch}", Pick(OpCode.Exists, OpCode.GetData, OpCode.GetChildren, OpCode.GetChildren2), w => new PathWatchRequest(path, watch).Write(w));
            case 15:
                return new($"getACL {path}", OpCode.GetAcl, w => new PathRequest(path).Write(w));
            case 16:
                var (acl, aversion) = (Pick(_acls), Pick(-1, 0, 1));
                return new($"setACL {path} {aversion}", OpCode.SetAcl, w => new SetAclRequest(path, acl, aversion).Write(w));
            case 17:
                return new($"getAllChildrenNumber {path}", OpCode.GetAllChildrenNumber, w => new PathRequest(path).Write(w));
            case 18:
                return new($"removeWatches {path}", OpCode.RemoveWatches, w => new PathTypeRequest(path, 3).Write(w));
            default:
                string[] data = [Path(), Path()], exist = [Path(), Path()], child = [Path(), Path()];
                long seen = Next(200);
                return new($"setWatches since {seen}", OpCode.SetWatches, w => new SetWatchesRequest(seen, data, exist, child).Write(w));
        }
    }

    private RandomRequest Multi()
    {
        var operations = new List<ZnodeOperation>();
        for (var i = Next(5); i > 0; i--)
        {
            Write(inMulti: true, out var operation);
            operations.Add(operation);
        }

        var withStat = operations.ConvertAll(_ => Next(2) == 0);
        return new($"multi {string.Join("; ", operations)}", OpCode.Multi, w => new MultiRequest(operations, withStat).Write(w));
    }

    private RandomRequest Write(bool inMulti, out ZnodeOperation operation)
    {
        var (path, version, data) = (Path(), Pick(-1, -1, -1, 0, 1, 2), Pick(null, [], new byte[] { 7 }));

        // A bare check that succeeds gets no answer from Apache's server at all, so it is sent in multis alone.
        switch (Next(inMulti ? 9 : 8))
        {
            case < 4:
                var (mode, acl) = (Pick(CreateMode.Persistent, CreateMode.Persistent, CreateMode.Ephemeral, CreateMode.PersistentSequential, CreateMode.EphemeralSequential), Pick(_acls));
                operation = new ZnodeOperation.Create(path, data, mode, acl);
                return new($"{operation}", Pick(OpCode.Create, OpCode.Create2), w => new CreateRequest(path, data, acl, (int)mode).Write(w));
            case < 6:
                operation = new ZnodeOperation.Delete(path, version);
                return new($"{operation}", OpCode.Delete, w => new PathVersionRequest(path, version).Write(w));
            case < 8:
                operation = new ZnodeOperation.SetData(path, data, version);
                return new($"{operation}", OpCode.SetData, w => new SetDataRequest(path, data, version).Write(w));
            default:
                operation = new ZnodeOperation.Check(path, version);
                return RandomRequest.Ping;
        }
    }

    private string Path() => Next(20) == 0 ? Pick(_odd) : Pick(_paths);

    private T Pick<T>(params T[] from) => from[Next(from.Length)];
}
