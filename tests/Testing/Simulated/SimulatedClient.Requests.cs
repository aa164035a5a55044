using ChefActors.ZooKeeper;
using ChefActors.ZooKeeper.Embedded.Tree;
using ChefActors.ZooKeeper.Embedded.Watches;

namespace ChefActors.Testing.Simulated;

/// <summary>The operations, by the tree of the embedded server.</summary>
public sealed partial class SimulatedClient
{
    private TreeCaller Caller => TreeCaller.Anonymous(SessionId);

    /// <inheritdoc />
    public Task<CreateResult> CreateAsync(
        string path, byte[]? data, CreateMode mode = CreateMode.Persistent, IReadOnlyList<Acl>? acl = null, CancellationToken cancellationToken = default)
    {
        ZnodePath.Validate(path, CreateModes.IsSequential(mode));
        return WriteAsync("create", new ZnodeOperation.Create(path, data, mode, acl), result => new CreateResult(result.Path!, result.Stat!.Value), cancellationToken);
    }

    /// <inheritdoc />
    public Task<CreateResult> CreateAsync(
        string path, byte[]? data, CreateMode mode, TimeSpan timeToLive, IReadOnlyList<Acl>? acl = null, CancellationToken cancellationToken = default)
    {
        ZnodePath.Validate(path, CreateModes.IsSequential(mode));
        var create = new ZnodeOperation.Create(path, data, mode, acl, timeToLive);
        return WriteAsync("create", create, result => new CreateResult(result.Path!, result.Stat!.Value), cancellationToken);
    }

    /// <inheritdoc />
    public Task DeleteAsync(string path, int version = -1, CancellationToken cancellationToken = default)
    {
        ZnodePath.Validate(path);
        return WriteAsync("delete", new ZnodeOperation.Delete(path, version), _ => true, cancellationToken);
    }

    /// <inheritdoc />
    public Task<Stat> SetDataAsync(string path, byte[]? data, int version = -1, CancellationToken cancellationToken = default)
    {
        ZnodePath.Validate(path);
        return WriteAsync("setData", new ZnodeOperation.SetData(path, data, version), result => result.Stat!.Value, cancellationToken);
    }

    /// <inheritdoc />
    public Task<TransactionResult> MultiAsync(IReadOnlyList<ZnodeOperation> operations, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operations);
        foreach (var operation in operations) ZnodePath.Validate(operation.Path);
        operations = Process.Rewrites?.Invoke(operations) ?? operations;
        return SendAsync("multi", operations.Count == 0 ? "/" : operations[0].Path, operations, () => Server.Write(Process.Who, SessionId, operations), cancellationToken);
    }

    /// <inheritdoc />
    public Task<Stat?> ExistsAsync(string path, WatchHandler? watch = null, CancellationToken cancellationToken = default)
    {
        ZnodePath.Validate(path);
        return ReadAsync<Stat?>("exists", path, () =>
        {
            Watch(WatchKind.Data, path, watch);
            return Server.Tree.Exists(path, out var stat) == ErrorCode.Ok ? stat : null;
        }, cancellationToken);
    }

    /// <inheritdoc />
    public Task<ZnodeData> GetDataAsync(string path, WatchHandler? watch = null, CancellationToken cancellationToken = default)
    {
        ZnodePath.Validate(path);
        return ReadAsync("getData", path, () =>
        {
            ThrowUnlessOk(Server.Tree.GetData(Caller, path, out var data, out var stat), "getData", path);
            Watch(WatchKind.Data, path, watch);
            return new ZnodeData(data, stat);
        }, cancellationToken);
    }

    /// <inheritdoc />
    public Task<ZnodeChildren> GetChildrenAsync(string path, WatchHandler? watch = null, CancellationToken cancellationToken = default)
    {
        ZnodePath.Validate(path);
        return ReadAsync("getChildren", path, () =>
        {
            ThrowUnlessOk(Server.Tree.GetChildren(Caller, path, out var names, out var stat), "getChildren", path);
            Watch(WatchKind.Child, path, watch);
            return new ZnodeChildren(names, stat);
        }, cancellationToken);
    }

    /// <inheritdoc />
    public Task<ZnodeAcl> GetAclAsync(string path, CancellationToken cancellationToken = default) => ReadAsync("getAcl", path, () =>
    {
        ThrowUnlessOk(Server.Tree.GetAcl(Caller, path, out var acl, out var stat), "getAcl", path);
        return new ZnodeAcl(acl, stat);
    }, cancellationToken);

    /// <inheritdoc />
    public Task<Stat> SetAclAsync(string path, IReadOnlyList<Acl> acl, int aclVersion = -1, CancellationToken cancellationToken = default) => ReadAsync("setAcl", path, () =>
    {
        var result = Server.SetAcl(SessionId, path, acl, aclVersion);
        ThrowUnlessOk(result.Error, "setAcl", path);
        return result.Stat!.Value;
    }, cancellationToken);

    /// <inheritdoc />
    public Task SyncAsync(string path, CancellationToken cancellationToken = default) => ReadAsync("sync", path, () => true, cancellationToken);

    /// <inheritdoc />
    public Task AddAuthAsync(string scheme, byte[] credentials, CancellationToken cancellationToken = default) => ReadAsync("auth", "/", () => true, cancellationToken);

    /// <inheritdoc />
    public Task CloseAsync(CancellationToken cancellationToken = default)
    {
        if (Process.IsCrashed) return Pending<bool>.Forever;
        lock (Server.Gate)
        {
            if (IsAlive) Server.EndSession(this, SessionState.Closed);
        }

        Server.DeliverIfAtOnce();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await CloseAsync();

    private Task<T> WriteAsync<T>(string kind, ZnodeOperation operation, Func<OperationResult, T> answer, CancellationToken cancellationToken) =>
        SendAsync(kind, operation.Path, [operation], () =>
        {
            var result = Server.Write(Process.Who, SessionId, [operation]).Operations[0];
            ThrowUnlessOk(result.Error, kind, operation.Path);
            return answer(result);
        }, cancellationToken);

    private Task<T> ReadAsync<T>(string kind, string path, Func<T> read, CancellationToken cancellationToken) => SendAsync(kind, path, [], read, cancellationToken);

    private static void ThrowUnlessOk(ErrorCode error, string kind, string path)
    {
        if (error != ErrorCode.Ok) throw ZooKeeperException.For(error, kind, path);
    }
}
