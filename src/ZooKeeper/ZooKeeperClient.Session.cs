using ChefActors.ZooKeeper.Connections;
using ChefActors.ZooKeeper.Sessions;
using ChefActors.ZooKeeper.Wire;

namespace ChefActors.ZooKeeper;

/// <summary>The end of a session here, and its servers.</summary>
public sealed partial class ZooKeeperClient
{
    private bool _detaching;

    /// <inheritdoc />
    public SessionTicket Ticket => _session.Ticket;

    /// <inheritdoc />
    public void UpdateServers(ConnectionString servers)
    {
        ArgumentNullException.ThrowIfNull(servers);
        if (servers.Servers.Count == 0) throw new ArgumentException("the list has no server; allowed: at least one", nameof(servers));
        if (servers.Chroot != _session.Chroot.Prefix)
        {
            throw new ArgumentException($"the chroot is '{servers.Chroot}'; allowed: '{_session.Chroot.Prefix}', the one that the session was opened with", nameof(servers));
        }

        _loop.UpdateServers(servers);
    }

    /// <inheritdoc />
    public Task CloseAsync(CancellationToken cancellationToken = default)
    {
        lock (_gate) _closing ??= EndOnceAsync(OpCode.CloseSession);
        return _closing.WaitAsync(cancellationToken);
    }

    /// <inheritdoc />
    public async Task<SessionTicket> DetachAsync(CancellationToken cancellationToken = default)
    {
        Task ending;
        lock (_gate)
        {
            if (!_detaching && (_closing is not null || SessionMachine.IsFinal(State))) throw new SessionExpiredException("detach", null, outcomeUnknown: false);
            _detaching = true;

            // The last request is one that changes nothing: with its answer all before it are answered too.
            ending = _closing ??= EndOnceAsync(OpCode.Exists);
        }

        await ending.WaitAsync(cancellationToken);
        return Ticket;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await CloseAsync(CancellationToken.None);

    /// <summary>Ends this client and leaves the session at the servers, in whatever state it is.</summary>
    internal Task AbandonAsync()
    {
        lock (_gate) return _closing ??= EndOnceAsync(OpCode.Exists);
    }

    private async Task EndOnceAsync(int lastOperation)
    {
        Task? goodbye = null;
        if (State == SessionState.Connected)
        {
            var farewell = Farewell(lastOperation);
            _session.Queue.EnqueueLast(farewell, static request => SessionLoop.Ended(SessionState.Closed, request, outcomeUnknown: false));
            await Task.WhenAny(farewell.Task, _running, Task.Delay(_session.Options.CloseTimeout, _session.TimeProvider));
            goodbye = farewell.Task;
        }

        _loop.Stop();
        await _running;
        _ = goodbye?.Exception; // Observed: that the server did not answer in time is no one's concern.
        _loop.Dispose();
    }

    private PendingRequest<bool> Farewell(int operation)
    {
        var farewell = new PendingRequest<bool>(operation, null, ReplyParsers.Nothing, _session.Chroot);
        var frame = RequestFrame.Begin(farewell);
        if (operation == OpCode.Exists)
        {
            frame.WriteString(_session.Chroot.Add("/"));
            frame.WriteBool(false);
        }

        frame.EndFrame(0);
        return farewell;
    }
}
