using ChefActors.ZooKeeper.Connections;
using ChefActors.ZooKeeper.Watches;
using ChefActors.ZooKeeper.Wire;
using ChefActors.ZooKeeper.Wire.Records;

namespace ChefActors.ZooKeeper;

/// <summary>The operations: each makes a frame and says how its reply reads.</summary>
public sealed partial class ZooKeeperClient
{
    /// <inheritdoc />
    public Task<CreateResult> CreateAsync(
        string path, byte[]? data, CreateMode mode = CreateMode.Persistent, IReadOnlyList<Acl>? acl = null, CancellationToken cancellationToken = default) =>
        CreateAsync(new ZnodeOperation.Create(path, data, mode, acl), cancellationToken);

    /// <inheritdoc />
    public Task<CreateResult> CreateAsync(
        string path, byte[]? data, CreateMode mode, TimeSpan timeToLive, IReadOnlyList<Acl>? acl = null, CancellationToken cancellationToken = default) =>
        CreateAsync(new ZnodeOperation.Create(path, data, mode, acl, timeToLive), cancellationToken);

    /// <inheritdoc />
    public async Task DeleteAsync(string path, int version = -1, CancellationToken cancellationToken = default)
    {
        var frame = Begin(OpCode.Delete, path);
        frame.WriteInt(version);
        await SendAsync(new PendingRequest<bool>(OpCode.Delete, path, ReplyParsers.Nothing, _session.Chroot), frame, cancellationToken);
    }

    /// <inheritdoc />
    public Task<Stat?> ExistsAsync(string path, WatchHandler? watch = null, CancellationToken cancellationToken = default) =>
        ReadAsync(OpCode.Exists, path, watch, WatchKind.Data, ReplyParsers.StatOrNull, ErrorCode.NoNode, cancellationToken);

    /// <inheritdoc />
    public Task<ZnodeData> GetDataAsync(string path, WatchHandler? watch = null, CancellationToken cancellationToken = default) =>
        ReadAsync(OpCode.GetData, path, watch, WatchKind.Data, ReplyParsers.Data, ErrorCode.Ok, cancellationToken);

    /// <inheritdoc />
    public Task<ZnodeChildren> GetChildrenAsync(string path, WatchHandler? watch = null, CancellationToken cancellationToken = default) =>
        ReadAsync(OpCode.GetChildren2, path, watch, WatchKind.Child, ReplyParsers.Children, ErrorCode.Ok, cancellationToken);

    /// <inheritdoc />
    public async Task<Stat> SetDataAsync(string path, byte[]? data, int version = -1, CancellationToken cancellationToken = default)
    {
        ZnodePath.Validate(path);
        var frame = RequestFrame.Begin(OpCode.SetData, data?.Length ?? 0);
        new SetDataRequest(_session.Chroot.Add(path), data, version).Write(frame);
        return await SendAsync(new PendingRequest<Stat>(OpCode.SetData, path, ReplyParsers.Stat, _session.Chroot), frame, cancellationToken);
    }

    /// <inheritdoc />
    public async Task<ZnodeAcl> GetAclAsync(string path, CancellationToken cancellationToken = default) =>
        await SendAsync(new PendingRequest<ZnodeAcl>(OpCode.GetAcl, path, ReplyParsers.Acl, _session.Chroot), Begin(OpCode.GetAcl, path), cancellationToken);

    /// <inheritdoc />
    public async Task<Stat> SetAclAsync(string path, IReadOnlyList<Acl> acl, int aclVersion = -1, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(acl);
        ZnodePath.Validate(path);
        var frame = RequestFrame.Begin(OpCode.SetAcl);
        new SetAclRequest(_session.Chroot.Add(path), acl, aclVersion).Write(frame);
        return await SendAsync(new PendingRequest<Stat>(OpCode.SetAcl, path, ReplyParsers.Stat, _session.Chroot), frame, cancellationToken);
    }

    /// <inheritdoc />
    public async Task SyncAsync(string path, CancellationToken cancellationToken = default) =>
        await SendAsync(new PendingRequest<bool>(OpCode.Sync, path, ReplyParsers.Nothing, _session.Chroot), Begin(OpCode.Sync, path), cancellationToken);

    /// <inheritdoc />
    public async Task<TransactionResult> MultiAsync(IReadOnlyList<ZnodeOperation> operations, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operations);
        foreach (var operation in operations)
        {
            ZnodePath.Validate(operation?.Path, operation is ZnodeOperation.Create create && CreateModes.IsSequential(create.Mode));
            if (operation is ZnodeOperation.Create made) CreateModes.Validate(made.Mode, made.TimeToLive);
        }

        var frame = RequestFrame.Begin(OpCode.Multi, 128 * operations.Count);
        foreach (var operation in operations) MultiRequest.WriteOperation(frame, ForServer(operation), createHasStat: true);
        MultiHeader.End.Write(frame);
        var request = new PendingRequest<TransactionResult>(OpCode.Multi, null, ReplyParsers.Transaction, _session.Chroot);
        return await SendAsync(request, frame, cancellationToken);
    }

    /// <inheritdoc />
    public async Task AddAuthAsync(string scheme, byte[] credentials, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(scheme);
        ArgumentNullException.ThrowIfNull(credentials);
        cancellationToken.ThrowIfCancellationRequested();
        var frame = RequestFrame.Begin(OpCode.Auth);
        new AuthRequest(0, scheme, credentials).Write(frame);
        _session.AddCredential(new ZooKeeperCredential(scheme, [.. credentials]));
        await SendAsync(new PendingRequest<bool>(OpCode.Auth, null, ReplyParsers.Nothing, _session.Chroot), frame, cancellationToken);
    }

    private async Task<CreateResult> CreateAsync(ZnodeOperation.Create create, CancellationToken cancellationToken)
    {
        ZnodePath.Validate(create.Path, CreateModes.IsSequential(create.Mode));
        CreateModes.Validate(create.Mode, create.TimeToLive);
        var type = CreateModes.OpCodeOf(create.Mode);
        var frame = RequestFrame.Begin(type, create.Data?.Length ?? 0);
        CreateRecord.Write(frame, type, ForServer(create));
        return await SendAsync(new PendingRequest<CreateResult>(type, create.Path, ReplyParsers.Created, _session.Chroot), frame, cancellationToken);
    }

    private ZnodeOperation.Create ForServer(ZnodeOperation.Create create) =>
        new(_session.Chroot.Add(create.Path), create.Data, create.Mode, create.Acl ?? _session.Options.DefaultAcl, create.TimeToLive);

    private ZnodeOperation ForServer(ZnodeOperation operation)
    {
        var path = _session.Chroot.Add(operation.Path);
        return operation switch
        {
            ZnodeOperation.Create create => ForServer(create),
            ZnodeOperation.Delete delete => new ZnodeOperation.Delete(path, delete.Version),
            ZnodeOperation.SetData set => new ZnodeOperation.SetData(path, set.Data, set.Version),
            ZnodeOperation.Check check => new ZnodeOperation.Check(path, check.Version),
            _ => throw new ArgumentException($"{operation.GetType().Name} is no operation of a transaction", nameof(operation)),
        };
    }

    private JuteWriter Begin(int type, string path)
    {
        ZnodePath.Validate(path);
        var frame = RequestFrame.Begin(type);
        frame.WriteString(_session.Chroot.Add(path));
        return frame;
    }

    private async Task<T> ReadAsync<T>(
        int type, string path, WatchHandler? watch, WatchKind kind, ReplyParser<T> parser, ErrorCode accepts, CancellationToken cancellationToken)
    {
        if (watch is not null && _session.Standing is { } standing)
        {
            return await ReadBesideAsync(standing, type, path, watch, kind, parser, accepts, cancellationToken);
        }

        return await AskAsync(type, path, watch, kind, parser, accepts, covered: false, cancellationToken);
    }

    /// <summary>A read with a watch in a session with watches that stay. Apart, because what it captures is allocated.</summary>
    private Task<T> ReadBesideAsync<T>(
        StandingWatches standing, int type, string path, WatchHandler watch, WatchKind kind, ReplyParser<T> parser, ErrorCode accepts, CancellationToken cancellationToken)
    {
        ZnodePath.Validate(path);
        return standing.Read(_session.Chroot.Add(path), kind, covered => AskAsync(type, path, watch, kind, parser, accepts, covered, cancellationToken));
    }

    private Task<T> AskAsync<T>(
        int type, string path, WatchHandler? watch, WatchKind kind, ReplyParser<T> parser, ErrorCode accepts, bool covered, CancellationToken cancellationToken)
    {
        var frame = Begin(type, path);
        frame.WriteBool(watch is not null && !covered);
        var request = new PendingRequest<T>(type, path, parser, _session.Chroot, accepts)
        {
            Watch = watch,
            WatchKind = kind,
            WatchIsCovered = covered,
            ServerPath = watch is null ? "" : _session.Chroot.Add(path),
        };
        return SendAsync(request, frame, cancellationToken);
    }
}
