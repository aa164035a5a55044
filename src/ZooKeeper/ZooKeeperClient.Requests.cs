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
    public Task DeleteAsync(string path, int version = -1, CancellationToken cancellationToken = default)
    {
        try
        {
            var request = Begin(OpCode.Delete, path, ReplyParsers.Nothing);
            request.Frame.WriteInt(version);
            return SendAsync(request, cancellationToken);
        }
        catch (Exception e)
        {
            return Failed<bool>(e);
        }
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
    public Task<Stat> SetDataAsync(string path, byte[]? data, int version = -1, CancellationToken cancellationToken = default)
    {
        try
        {
            ZnodePath.Validate(path);
            var request = Rent(OpCode.SetData, path, ReplyParsers.Stat);
            new SetDataRequest(_session.Chroot.Add(path), data, version).Write(RequestFrame.Begin(request, data?.Length ?? 0));
            return SendAsync(request, cancellationToken);
        }
        catch (Exception e)
        {
            return Failed<Stat>(e);
        }
    }

    /// <inheritdoc />
    public async Task<ZnodeAcl> GetAclAsync(string path, CancellationToken cancellationToken = default) =>
        await SendAsync(Begin(OpCode.GetAcl, path, ReplyParsers.Acl), cancellationToken);

    /// <inheritdoc />
    public async Task<Stat> SetAclAsync(string path, IReadOnlyList<Acl> acl, int aclVersion = -1, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(acl);
        ZnodePath.Validate(path);
        var request = Rent(OpCode.SetAcl, path, ReplyParsers.Stat);
        new SetAclRequest(_session.Chroot.Add(path), acl, aclVersion).Write(RequestFrame.Begin(request));
        return await SendAsync(request, cancellationToken);
    }

    /// <inheritdoc />
    public async Task SyncAsync(string path, CancellationToken cancellationToken = default) =>
        await SendAsync(Begin(OpCode.Sync, path, ReplyParsers.Nothing), cancellationToken);

    /// <inheritdoc />
    public Task<TransactionResult> MultiAsync(IReadOnlyList<ZnodeOperation> operations, CancellationToken cancellationToken = default)
    {
        try
        {
            ArgumentNullException.ThrowIfNull(operations);
            var request = Rent(OpCode.Multi, null, ReplyParsers.Transaction);
            var frame = RequestFrame.Begin(request, 128 * operations.Count);
            for (var i = 0; i < operations.Count; i++) Append(frame, operations[i]);
            MultiHeader.End.Write(frame);
            return SendAsync(request, cancellationToken);
        }
        catch (Exception e)
        {
            return Failed<TransactionResult>(e);
        }
    }

    /// <inheritdoc />
    public async Task AddAuthAsync(string scheme, byte[] credentials, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(scheme);
        ArgumentNullException.ThrowIfNull(credentials);
        cancellationToken.ThrowIfCancellationRequested();
        var request = new PendingRequest<bool>(OpCode.Auth, null, ReplyParsers.Nothing, _session.Chroot);
        new AuthRequest(0, scheme, credentials).Write(RequestFrame.Begin(request));
        _session.AddCredential(new ZooKeeperCredential(scheme, [.. credentials]));
        await SendAsync(request, cancellationToken);
    }

    private Task<CreateResult> CreateAsync(ZnodeOperation.Create create, CancellationToken cancellationToken)
    {
        try
        {
            Validate(create);
            var type = CreateModes.OpCodeOf(create.Mode);
            var request = Rent(type, create.Path, ReplyParsers.Created);
            CreateRecord.Write(RequestFrame.Begin(request, create.Data?.Length ?? 0), type, create, _session.Chroot.Add(create.Path), _session.Options.DefaultAcl);
            return SendAsync(request, cancellationToken);
        }
        catch (Exception e)
        {
            return Failed<CreateResult>(e);
        }
    }

    private static void Validate(ZnodeOperation.Create create)
    {
        ZnodePath.Validate(create.Path, CreateModes.IsSequential(create.Mode));
        CreateModes.Validate(create.Mode, create.TimeToLive);
    }

    private void Append(JuteWriter frame, ZnodeOperation? operation)
    {
        if (operation is ZnodeOperation.Create create) Validate(create);
        else ZnodePath.Validate(operation?.Path);
        MultiRequest.WriteOperation(frame, operation!, _session.Chroot.Add(operation!.Path), _session.Options.DefaultAcl, createHasStat: true);
    }

    private PendingRequest<T> Begin<T>(int type, string path, ReplyParser<T> parser, ErrorCode accepts = ErrorCode.Ok)
    {
        ZnodePath.Validate(path);
        var request = Rent(type, path, parser, accepts);
        RequestFrame.Begin(request).WriteString(_session.Chroot.Add(path));
        return request;
    }

    private Task<T> ReadAsync<T>(
        int type, string path, WatchHandler? watch, WatchKind kind, ReplyParser<T> parser, ErrorCode accepts, CancellationToken cancellationToken)
    {
        try
        {
            return watch is not null && _session.Standing is { } standing
                ? ReadBesideAsync(standing, type, path, watch, kind, parser, accepts, cancellationToken)
                : AskAsync(type, path, watch, kind, parser, accepts, covered: false, cancellationToken);
        }
        catch (Exception e)
        {
            return Failed<T>(e);
        }
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
        var request = Begin(type, path, parser, accepts);
        request.Frame.WriteBool(watch is not null && !covered);
        if (watch is not null) request.WatchWith(watch, kind, _session.Chroot.Add(path), covered);
        return SendAsync(request, cancellationToken);
    }
}
