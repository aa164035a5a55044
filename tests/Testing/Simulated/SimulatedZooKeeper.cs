using ChefActors.ZooKeeper;
using ChefActors.ZooKeeper.Embedded.Tree;
using ChefActors.ZooKeeper.Embedded.Watches;

namespace ChefActors.Testing.Simulated;

/// <summary>
/// A ZooKeeper server as values in memory: the embedded server's own tree and watches, no sockets and no threads. Everything is carried out
/// at once unless a fault says otherwise; watch handlers wait for <see cref="Deliver"/> (or run at once with <see cref="DeliversAtOnce"/>).
/// Its clock is the given one: a FakeTimeProvider makes a history repeatable.
/// </summary>
public sealed class SimulatedZooKeeper(TimeProvider time)
{
    private ZnodeTree _tree = new();
    private readonly WatchRegistry<SimulatedClient> _watches = new();
    private readonly Queue<(SimulatedClient Client, Action Event)> _events = new();
    private readonly List<SimulatedWrite> _history = [];
    private readonly List<Exception> _handlerErrors = [];
    private long _zxid;
    private long _lastSession = 0x5000;
    private bool _delivering;

    /// <summary>Guards everything; handlers and continuations run outside of it.</summary>
    internal Lock Gate { get; } = new();

    /// <summary>Every write in order, refused ones too.</summary>
    public IReadOnlyList<SimulatedWrite> History => _history;

    /// <summary>Whether handlers run as soon as the change is made; otherwise they wait for <see cref="Deliver"/>.</summary>
    public bool DeliversAtOnce { get; set; }

    /// <summary>Events that wait.</summary>
    public int EventsWaiting => _events.Count;

    /// <summary>What handlers threw; a test expects none.</summary>
    public IReadOnlyList<Exception> HandlerErrors => _handlerErrors;

    /// <summary>The latest transaction.</summary>
    public long Zxid => _zxid;

    /// <summary>The server's clock, in milliseconds since 1970.</summary>
    public long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>A process. A restarted one is a new one, perhaps of the same name.</summary>
    public SimulatedProcess Process(string who) => new(this, who);

    /// <summary>The server ends a session: its ephemeral znodes go, all later calls throw <see cref="SessionExpiredException"/>.</summary>
    public void Expire(SimulatedClient client)
    {
        lock (Gate)
        {
            if (!client.IsAlive) return;
            EndSession(client, SessionState.Expired);
        }

        DeliverIfAtOnce();
    }

    /// <summary>A copy of everything, as an operator's backup has it.</summary>
    public Action Backup()
    {
        lock (Gate)
        {
            var (copy, zxid) = (_tree.Copy(), _zxid);
            return () =>
            {
                // No server keeps sessions that its copy does not know: all end, and what they had made goes with the tree.
                lock (Gate)
                {
                    (_tree, _zxid) = (copy.Copy(), zxid);
                    foreach (var session in _tree.Sessions) _tree.CloseSession(session, ++_zxid);
                }
            };
        }
    }

    /// <summary>Ends all sessions of a process, dead or alive.</summary>
    public void ExpireAll(SimulatedProcess process)
    {
        foreach (var client in process.Clients.ToList()) Expire(client);
    }

    /// <summary>Calls all handlers that wait, and those that wait because of them. Returns how many.</summary>
    public int Deliver()
    {
        var count = 0;
        while (DeliverNext()) count++;
        return count;
    }

    /// <summary>Calls the handler that has waited longest; false: none waits.</summary>
    public bool DeliverNext()
    {
        (SimulatedClient Client, Action Event) next;
        lock (Gate)
        {
            // Clients without a connection hear nothing yet; their events keep their order.
            var count = _events.Count;
            while (true)
            {
                if (count-- == 0) return false;
                next = _events.Dequeue();
                if (next.Client.Process.IsCrashed) continue;
                if (!next.Client.IsHeld) break;
                _events.Enqueue(next);
            }
        }

        next.Event();
        return true;
    }

    /// <summary>The data of a znode, as the test sees it; null: it is not there, or holds null.</summary>
    public byte[]? Data(string path)
    {
        lock (Gate) return _tree.GetData(TreeCaller.Anonymous(0), path, out var data, out _) == ErrorCode.Ok ? data : null;
    }

    /// <summary>The Stat of a znode, as the test sees it; null: it is not there.</summary>
    public Stat? Stat(string path)
    {
        lock (Gate) return _tree.Exists(path, out var stat) == ErrorCode.Ok ? stat : null;
    }

    /// <summary>The children of a znode in ordinal order, as the test sees them; empty when it is not there.</summary>
    public IReadOnlyList<string> Children(string path)
    {
        lock (Gate) return _tree.GetChildren(TreeCaller.Anonymous(0), path, out var names, out _) == ErrorCode.Ok ? [.. names.Order(StringComparer.Ordinal)] : [];
    }

    /// <summary>A write by the test's own hand: somebody with a console.</summary>
    public TransactionResult Apply(string who, params IReadOnlyList<ZnodeOperation> operations)
    {
        TransactionResult result;
        lock (Gate) result = Write(who, 0, operations);
        DeliverIfAtOnce();
        return result;
    }

    /// <summary>Creates the path and all its missing parents, empty.</summary>
    public void Ensure(string path)
    {
        for (var at = path.IndexOf('/', 1); ; at = path.IndexOf('/', at + 1))
        {
            var prefix = at < 0 ? path : path[..at];
            if (Stat(prefix) is null) Apply("test", new ZnodeOperation.Create(prefix, []));
            if (at < 0) return;
        }
    }

    internal SimulatedClient Open(SimulatedProcess process)
    {
        lock (Gate) return new SimulatedClient(process, ++_lastSession);
    }

    internal ZnodeTree Tree => _tree;

    /// <summary>Carries a transaction out and tells the watchers. Call it under the gate.</summary>
    internal TransactionResult Write(string who, long session, IReadOnlyList<ZnodeOperation> operations)
    {
        var outcome = _tree.Apply(TreeCaller.Anonymous(session), ++_zxid, NowMs, operations);
        var result = new TransactionResult(outcome.Results);
        _history.Add(new SimulatedWrite(_zxid, who, session, [.. operations], result, NowMs));
        Fire(outcome.Changes);
        return result;
    }

    internal OperationResult SetAcl(long session, string path, IReadOnlyList<Acl> acl, int version) =>
        _tree.SetAcl(TreeCaller.Anonymous(session), ++_zxid, path, acl, version);

    internal void Watch(SimulatedClient client, WatchKind kind, string path) => _watches.Add(client, kind, path);

    internal void EndSession(SimulatedClient client, SessionState how)
    {
        var ephemerals = _tree.EphemeralsOf(client.SessionId);
        var changes = _tree.CloseSession(client.SessionId, ++_zxid);
        if (ephemerals.Count > 0)
        {
            _history.Add(new SimulatedWrite(
                _zxid, client.Process.Who, client.SessionId, [.. ephemerals.Select(path => new ZnodeOperation.Delete(path))],
                new TransactionResult([.. ephemerals.Select(_ => new OperationResult(ErrorCode.Ok))]), NowMs));
        }

        _watches.RemoveAll(client);
        Fire(changes);
        client.End(how);
    }

    internal void Enqueue(SimulatedClient client, Action happened) => _events.Enqueue((client, happened));

    internal void Call(WatchHandler handler, WatchEvent happened) => _ = CallAsync(handler, happened);

    internal void DeliverIfAtOnce()
    {
        // A handler's own writes are delivered by the loop that called it.
        if (!DeliversAtOnce || _delivering) return;
        _delivering = true;
        try
        {
            Deliver();
        }
        finally
        {
            _delivering = false;
        }
    }

    private void Fire(IReadOnlyList<ZnodeChange> changes)
    {
        var firings = new List<WatchFiring<SimulatedClient>>();
        foreach (var change in changes) _watches.Fire(change, firings);
        foreach (var firing in firings) firing.Watcher.Fire(firing.Type, firing.Path);
    }

    private async Task CallAsync(WatchHandler handler, WatchEvent happened)
    {
        try
        {
            await handler(happened);
        }
        catch (Exception e)
        {
            lock (Gate) _handlerErrors.Add(e);
        }
    }
}
