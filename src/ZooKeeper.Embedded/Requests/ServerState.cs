using ChefActors.ZooKeeper.Embedded.Network;
using ChefActors.ZooKeeper.Embedded.Sessions;
using ChefActors.ZooKeeper.Embedded.Storage;
using ChefActors.ZooKeeper.Embedded.Tree;
using ChefActors.ZooKeeper.Embedded.Watches;
using ChefActors.ZooKeeper.Wire;
using ChefActors.ZooKeeper.Wire.Records;

namespace ChefActors.ZooKeeper.Embedded.Requests;

/// <summary>All that the server knows. Touched by the request loop only.</summary>
/// <param name="tree">Its znodes.</param>
/// <param name="sessions">Who is alive.</param>
/// <param name="clock">What time it is.</param>
/// <param name="lastZxid">Of the last transaction before it started.</param>
/// <param name="journal">Takes down what is to be stored; null: nothing is.</param>
internal sealed class ServerState(ZnodeTree tree, SessionTable sessions, ServerClock clock, long lastZxid = 0, StoreJournal? journal = null)
{
    private readonly List<WatchFiring<ClientConnection>> _firings = [];

    public ZnodeTree Tree { get; } = tree;

    public SessionTable Sessions { get; } = sessions;

    public WatchRegistry<ClientConnection> Watches { get; } = new();

    public Dictionary<long, ClientConnection> ConnectionOfSession { get; } = [];

    public ServerClock Clock { get; } = clock;

    /// <summary>Of the last transaction, also when it was refused.</summary>
    public long LastZxid { get; private set; } = lastZxid;

    public long PacketsReceived { get; set; }

    public long PacketsSent { get; set; }

    /// <summary>A transaction begins. All that changes from now on, until the next one begins, belongs to it.</summary>
    public long NextZxid()
    {
        LastZxid++;
        journal?.Begin(LastZxid);
        return LastZxid;
    }

    /// <summary>Queues the events of a transaction to their connections, before any reply to a later request that sees it.</summary>
    public void Announce(IReadOnlyList<ZnodeChange> changes)
    {
        for (var i = 0; i < changes.Count; i++)
        {
            Watches.Fire(changes[i], _firings);
            foreach (var (watcher, type, path) in _firings)
            {
                // The watch is used up all the same.
                if (AclRules.Allows(changes[i].Acl, ZnodePermissions.Read, watcher.Identities)) SendEvent(watcher, type, path);
            }

            _firings.Clear();
        }
    }

    /// <summary>Adds a watch. The path is the tree's own where the znode is there: a table of watches then holds no text.</summary>
    public void Watch(ClientConnection connection, WatchKind kind, string path) => Watches.Add(connection, kind, Tree.TryFind(path, out var node) ? node.Path : path);

    /// <summary>One watch event for one connection. Its header has no zxid, as before 3.9.</summary>
    public void SendEvent(ClientConnection connection, WatchEventType type, string path)
    {
        const int syncConnected = 3;
        var frame = connection.Output.BeginFrame();
        new ReplyHeader(Xid.Notification, -1, ErrorCode.Ok).Write(connection.Output);
        new WatcherEventRecord((int)type, syncConnected, path).Write(connection.Output);
        connection.Output.EndFrame(frame);
        connection.MarkWritten();
        PacketsSent++;
    }

    /// <summary>The last answer was written: no event may follow it, then the connection ends.</summary>
    public void Close(ClientConnection connection)
    {
        Watches.RemoveAll(connection);
        connection.CloseAfterSending();
    }

    /// <summary>Ends a session for whatever reason: one transaction deletes its ephemeral znodes.</summary>
    public void EndSession(long sessionId)
    {
        Sessions.Remove(sessionId);
        var zxid = NextZxid();
        journal?.SessionClosed(sessionId);
        Announce(Tree.CloseSession(sessionId, zxid));
    }

    /// <summary>A session began: a transaction of its own.</summary>
    public void BeginSession(Session session)
    {
        NextZxid();
        journal?.SessionOpened(session.Stored);
    }
}
