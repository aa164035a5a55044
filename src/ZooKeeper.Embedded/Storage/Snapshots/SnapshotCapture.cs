using ChefActors.ZooKeeper.Embedded.Storage.Records;
using ChefActors.ZooKeeper.Embedded.Tree;
using ChefActors.ZooKeeper.Wire;

namespace ChefActors.ZooKeeper.Embedded.Storage.Snapshots;

/// <summary>
/// The store as it was after one transaction, read piece by piece while others follow: it begins with a list of the znodes, and of those
/// that change before their turn keeps the state before the change.
/// </summary>
internal sealed class SnapshotCapture(ZnodeTree tree, IReadOnlyList<StoredSession> sessions, long zxid, long lastSessionId)
{
    private readonly Znode[] _nodes = tree.AllNodes();
    private readonly Dictionary<Znode, ZnodeState> _before = new(ReferenceEqualityComparer.Instance);
    private int _next;
    private int _nextSession;

    /// <summary>The last transaction that is in it.</summary>
    public long Zxid => zxid;

    public long LastSessionId => lastSessionId;

    /// <summary>How many effects all pieces have together.</summary>
    public long EffectCount => _nodes.Length + sessions.Count;

    /// <summary>Parents before children. Before the first piece; on any thread, as neither the list nor paths change.</summary>
    public void Sort() => Array.Sort(_nodes, static (a, b) => a.Path.Length.CompareTo(b.Path.Length));

    /// <summary>A znode changed. The request loop only.</summary>
    public void Keep(Znode node, in ZnodeState before) => _before.TryAdd(node, before);

    /// <summary>Writes the next effects, up to about <paramref name="bytes"/>. False: there are none left. The request loop only.</summary>
    public bool WriteNext(JuteWriter writer, int bytes)
    {
        var start = writer.Length;
        for (; _nextSession < sessions.Count && writer.Length - start < bytes; _nextSession++) EffectWriter.SessionOpened(writer, sessions[_nextSession]);
        for (; _next < _nodes.Length && writer.Length - start < bytes; _next++)
        {
            var node = _nodes[_next];
            EffectWriter.Created(writer, node.Path, _before.Remove(node, out var before) ? before : node.State);
        }

        return writer.Length > start;
    }
}
