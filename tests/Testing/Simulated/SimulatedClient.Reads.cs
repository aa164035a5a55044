using ChefActors.ZooKeeper;

namespace ChefActors.Testing.Simulated;

/// <summary>Reads of younger servers, by the same tree; watches that stay are not simulated.</summary>
public sealed partial class SimulatedClient
{
    /// <inheritdoc />
    public Task<IReadOnlyList<ZnodeReadResult>> MultiReadAsync(IReadOnlyList<ZnodeRead> reads, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reads);
        return ReadAsync<IReadOnlyList<ZnodeReadResult>>("multiRead", reads.Count == 0 ? "/" : reads[0].Path, () => [.. reads.Select(Read)], cancellationToken);
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<string>> GetEphemeralsAsync(string prefix = "/", CancellationToken cancellationToken = default) => ReadAsync<IReadOnlyList<string>>(
        "getEphemerals", prefix, () => [.. Server.Tree.EphemeralsOf(SessionId).Where(path => path.StartsWith(prefix, StringComparison.Ordinal))], cancellationToken);

    /// <inheritdoc />
    public Task<int> GetAllChildrenNumberAsync(string path, CancellationToken cancellationToken = default) => ReadAsync("getAllChildrenNumber", path, () =>
    {
        ThrowUnlessOk(Server.Tree.CountDescendants(Caller, path, out var count), "getAllChildrenNumber", path);
        return count;
    }, cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyList<ClientIdentity>> WhoAmIAsync(CancellationToken cancellationToken = default) => ReadAsync<IReadOnlyList<ClientIdentity>>(
        "whoAmI", "/", () => [new ClientIdentity("ip", "127.0.0.1")], cancellationToken);

    /// <inheritdoc />
    public Task<ZnodeData> GetConfigAsync(WatchHandler? watch = null, CancellationToken cancellationToken = default) => GetDataAsync("/zookeeper/config", watch, cancellationToken);

    /// <inheritdoc />
    public Task<IWatchSubscription> AddWatchAsync(string path, WatchMode mode, CancellationToken cancellationToken = default) => throw NotSimulated();

    /// <inheritdoc />
    public Task<IAsyncDisposable> AddWatchAsync(string path, WatchMode mode, WatchHandler handler, CancellationToken cancellationToken = default) => throw NotSimulated();

    /// <inheritdoc />
    public Task RemoveWatchesAsync(string path, WatchType type, WatchHandler? handler = null, CancellationToken cancellationToken = default) => throw NotSimulated();

    private static NotSupportedException NotSimulated() => new("watches that stay, and taking watches back, are not simulated: use an embedded server");

    private ZnodeReadResult Read(ZnodeRead read)
    {
        if (read is ZnodeRead.GetData)
        {
            var error = Server.Tree.GetData(Caller, read.Path, out var data, out var stat);
            return new ZnodeReadResult(error, error == ErrorCode.Ok ? new ZnodeData(data, stat) : null);
        }

        var refused = Server.Tree.GetChildren(Caller, read.Path, out var names, out _);
        return new ZnodeReadResult(refused, Children: refused == ErrorCode.Ok ? names : null);
    }
}
