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
        var request = Rent(OpCode.MultiRead, null, ReplyParsers.Reads);
        var frame = RequestFrame.Begin(request, 64 * reads.Count);
        foreach (var read in reads) MultiReadRequest.WriteRead(frame, read, _session.Chroot.Add(read.Path));
        MultiHeader.End.Write(frame);
        return await SendAsync(request, cancellationToken);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<string>> GetEphemeralsAsync(string prefix = "/", CancellationToken cancellationToken = default)
    {
        ZnodePath.Validate(prefix, sequential: true);
        var request = Rent(OpCode.GetEphemerals, prefix, ReplyParsers.Paths);
        new PathRequest(_session.Chroot.Add(prefix)).Write(RequestFrame.Begin(request));
        return await SendAsync(request, cancellationToken);
    }

    /// <inheritdoc />
    public async Task<int> GetAllChildrenNumberAsync(string path, CancellationToken cancellationToken = default) =>
        await SendAsync(Begin(OpCode.GetAllChildrenNumber, path, ReplyParsers.Number), cancellationToken);

    /// <inheritdoc />
    public async Task<IReadOnlyList<ClientIdentity>> WhoAmIAsync(CancellationToken cancellationToken = default)
    {
        var request = Rent(OpCode.WhoAmI, null, ReplyParsers.Identities);
        RequestFrame.Begin(request);
        return await SendAsync(request, cancellationToken);
    }

    /// <inheritdoc />
    public async Task<ZnodeData> GetConfigAsync(WatchHandler? watch = null, CancellationToken cancellationToken = default)
    {
        // The ensemble's own znode: no chroot goes before it.
        var request = Rent(OpCode.GetData, ConfigPath, ReplyParsers.Data);
        new PathWatchRequest(ConfigPath, watch is not null).Write(RequestFrame.Begin(request));
        if (watch is not null) request.WatchWith(watch, WatchKind.Data, ConfigPath, covered: false);
        return await SendAsync(request, cancellationToken);
    }
}
