using ChefActors.ZooKeeper.Connections;
using ChefActors.ZooKeeper.Watches;
using ChefActors.ZooKeeper.Wire;
using ChefActors.ZooKeeper.Wire.Records;

namespace ChefActors.ZooKeeper;

/// <summary>Watches that stay, and the taking back of all kinds.</summary>
public sealed partial class ZooKeeperClient
{
    /// <inheritdoc />
    public async Task<IWatchSubscription> AddWatchAsync(string path, WatchMode mode, CancellationToken cancellationToken = default) =>
        await StandAsync(path, mode, handler: null, cancellationToken);

    /// <inheritdoc />
    public async Task<IAsyncDisposable> AddWatchAsync(string path, WatchMode mode, WatchHandler handler, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return await StandAsync(path, mode, handler, cancellationToken);
    }

    /// <inheritdoc />
    public async Task RemoveWatchesAsync(string path, WatchType type, WatchHandler? handler = null, CancellationToken cancellationToken = default)
    {
        ZnodePath.Validate(path);
        if (type is < WatchType.Children or > WatchType.PersistentRecursive) throw new ArgumentOutOfRangeException(nameof(type), type, "no type of a watch");
        cancellationToken.ThrowIfCancellationRequested();
        var serverPath = _session.Chroot.Add(path);
        var asked = new List<Task>();
        var found = RemoveOneShot(path, serverPath, type, handler, asked);
        foreach (var standing in WatchTypes.ModesOf(type).SelectMany(mode => _session.Standing?.Of(mode, serverPath, handler) ?? []))
        {
            found = true;
            asked.Add(LeaveAsync(standing));
        }

        if (!found) throw new NoWatcherException(OpCode.NameOf(OpCode.RemoveWatches), path);
        await Task.WhenAll(asked).WaitAsync(cancellationToken);
    }

    /// <summary>Takes the handlers of one event out here, then at the server where nobody is left.</summary>
    private bool RemoveOneShot(string path, string serverPath, WatchType type, WatchHandler? handler, List<Task> asked)
    {
        var found = false;
        foreach (var own in (WatchType[])[WatchType.Data, WatchType.Children])
        {
            if (type != WatchType.Any && type != own) continue;
            var kinds = WatchTypes.KindsOf(own);
            if (_session.Watches.Remove(kinds, serverPath, handler).Count == 0) continue;
            found = true;
            if (!_session.Watches.Has(kinds, serverPath)) asked.Add(AskToRemoveAsync(path, serverPath, own));
        }

        return found;
    }

    private async Task<StandingWatch> StandAsync(string path, WatchMode mode, WatchHandler? handler, CancellationToken cancellationToken)
    {
        ZnodePath.Validate(path);
        if (mode is not (WatchMode.Persistent or WatchMode.PersistentRecursive)) throw new ArgumentOutOfRangeException(nameof(mode), mode, "no mode of a watch");
        var watch = new StandingWatch(path, _session.Chroot.Add(path), mode, handler, _session.Options.WatchBuffer, LeaveAsync);
        try
        {
            await _session.NeedStanding().Add(watch, () => AskToAddAsync(watch, cancellationToken));
        }
        catch (Exception e)
        {
            // The server may have set it, or may keep that of a listener who left meanwhile; otherwise there is none.
            if (e is UnimplementedException or ConnectionLossException or RequestTooLargeException) LeaveHere(watch);
            else _ = LeaveAsync(watch);
            throw;
        }

        if (handler is not null) _ = PumpAsync(watch, handler);
        return watch;
    }

    private Task<bool> AskToAddAsync(StandingWatch watch, CancellationToken cancellationToken)
    {
        var request = new AddWatchRequest(watch, _session.Chroot);
        new PathTypeRequest(watch.ServerPath, (int)watch.Mode).Write(RequestFrame.Begin(request));
        return SendAsync(request, cancellationToken);
    }

    private async Task PumpAsync(StandingWatch watch, WatchHandler handler)
    {
        await foreach (var watchEvent in watch) await _session.Dispatcher.CallAsync(handler, watchEvent);
    }

    private void LeaveHere(StandingWatch watch) => _ = _session.NeedStanding().Remove(watch, static () => Task.CompletedTask);

    private Task LeaveAsync(StandingWatch watch) =>
        _session.NeedStanding().Remove(watch, () => AskToRemoveAsync(watch.Path, watch.ServerPath, WatchTypes.Of(watch.Mode)));

    /// <summary>
    /// Takes the server's watch back. Without a connection there is none to take back, and it is not set again. A server before 3.9 knows the
    /// types of watches that stay not apart: there it is taken back together with all others of the path, when nobody needs those; until
    /// then its events are dropped here.
    /// </summary>
    private async Task AskToRemoveAsync(string path, string serverPath, WatchType type)
    {
        if (State != SessionState.Connected) return;
        var stays = type is WatchType.Persistent or WatchType.PersistentRecursive;
        if (!stays || !_session.RemovesByPathOnly)
        {
            if (await TryRemoveAsync(path, serverPath, type) || !stays) return;
            _session.RemovesByPathOnly = true;
        }

        if (_session.Watches.Has(WatchTypes.KindsOf(WatchType.Any), serverPath)) return;
        await _session.NeedStanding().WhenNobodyListens(serverPath, () => TryRemoveAsync(path, serverPath, WatchType.Any));
    }

    /// <summary>False: the server does not know the type.</summary>
    private async Task<bool> TryRemoveAsync(string path, string serverPath, WatchType type)
    {
        try
        {
            var request = new RemoveWatchesRequest(type, path, serverPath, _session.Chroot);
            new PathTypeRequest(serverPath, (int)type).Write(RequestFrame.Begin(request));
            return await SendAsync(request, CancellationToken.None);
        }
        catch (ZooKeeperException e) when (e.Code is ErrorCode.MarshallingError or ErrorCode.BadArguments && type > WatchType.Any)
        {
            return false;
        }
        catch (ZooKeeperException e) when (e.Code is ErrorCode.NoWatcher or ErrorCode.ConnectionLoss or ErrorCode.SessionExpired or ErrorCode.AuthFailed or ErrorCode.ThrottledOp)
        {
            // It is gone already, or with its connection; behind a full queue its events are dropped here until then.
            return true;
        }
    }
}
