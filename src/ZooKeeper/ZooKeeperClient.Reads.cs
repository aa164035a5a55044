using ChefActors.ZooKeeper.Connections;
using ChefActors.ZooKeeper.Watches;
using ChefActors.ZooKeeper.Wire;
using ChefActors.ZooKeeper.Wire.Records;

namespace ChefActors.ZooKeeper;

/// <summary>Reads that only younger servers know.</summary>
public sealed partial class ZooKeeperClient
{
    private const string ConfigPath = "/zookeeper/config";

    /// <inheritdoc />
    public async Task<IReadOnlyList<ZnodeReadResult>> MultiReadAsync(IReadOnlyList<ZnodeRead> reads, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reads);
        foreach (var read in reads) ZnodePath.Validate(read?.Path);
        var frame = RequestFrame.Begin(OpCode.MultiRead, 64 * reads.Count);
        foreach (var read in reads) MultiReadRequest.WriteRead(frame, read, _session.Chroot.Add(read.Path));
        MultiHeader.End.Write(frame);
        return await SendAsync(new PendingRequest<IReadOnlyList<ZnodeReadResult>>(OpCode.MultiRead, null, ReplyParsers.Reads, _session.Chroot), frame, cancellationToken);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<string>> GetEphemeralsAsync(string prefix = "/", CancellationToken cancellationToken = default)
    {
        ZnodePath.Validate(prefix, sequential: true);
        var frame = RequestFrame.Begin(OpCode.GetEphemerals);
        new PathRequest(_session.Chroot.Add(prefix)).Write(frame);
        return await SendAsync(new PendingRequest<IReadOnlyList<string>>(OpCode.GetEphemerals, prefix, ReplyParsers.Paths, _session.Chroot), frame, cancellationToken);
    }

    /// <inheritdoc />
    public async Task<int> GetAllChildrenNumberAsync(string path, CancellationToken cancellationToken = default) => await SendAsync(
        new PendingRequest<int>(OpCode.GetAllChildrenNumber, path, ReplyParsers.Number, _session.Chroot), Begin(OpCode.GetAllChildrenNumber, path), cancellationToken);

    /// <inheritdoc />
    public async Task<IReadOnlyList<ClientIdentity>> WhoAmIAsync(CancellationToken cancellationToken = default) => await SendAsync(
        new PendingRequest<IReadOnlyList<ClientIdentity>>(OpCode.WhoAmI, null, ReplyParsers.Identities, _session.Chroot), RequestFrame.Begin(OpCode.WhoAmI), cancellationToken);

    /// <inheritdoc />
    public async Task<ZnodeData> GetConfigAsync(WatchHandler? watch = null, CancellationToken cancellationToken = default)
    {
        // The ensemble's own znode: no chroot goes before it.
        var frame = RequestFrame.Begin(OpCode.GetData);
        new PathWatchRequest(ConfigPath, watch is not null).Write(frame);
        var request = new PendingRequest<ZnodeData>(OpCode.GetData, ConfigPath, ReplyParsers.Data, _session.Chroot)
        {
            Watch = watch,
            WatchKind = WatchKind.Data,
            ServerPath = ConfigPath,
        };
        return await SendAsync(request, frame, cancellationToken);
    }
}
