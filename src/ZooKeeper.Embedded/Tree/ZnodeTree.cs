using System.Diagnostics.CodeAnalysis;

namespace ChefActors.ZooKeeper.Embedded.Tree;

/// <summary>
/// The whole tree of znodes as data in memory: transactions go in, results and changes come out. No clock, no sockets, no threads: one
/// caller at a time, who hands out zxids that rise and says what time it is. Arrays of data are kept and given out as they are: do not
/// write into them.
/// </summary>
internal sealed partial class ZnodeTree
{
    private static readonly byte[] _empty = [];

    private readonly Dictionary<string, Znode> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<long, HashSet<string>> _ephemerals = [];
    private readonly SortedSet<string> _transient = new(StringComparer.Ordinal);

    /// <summary>A tree as a new server has it: <c>/zookeeper</c>, <c>/zookeeper/quota</c>, <c>/zookeeper/config</c>.</summary>
    public ZnodeTree()
    {
        var plain = new ZnodeState(_empty, Acl.OpenUnsafe, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        _nodes["/"] = new Znode("/", plain);
        Bytes = 1;
        Link(new Znode("/zookeeper", plain));
        Link(new Znode("/zookeeper/quota", plain));
        Link(new Znode("/zookeeper/config", plain with { Acl = Acl.ReadUnsafe, Aversion = -1 }));
    }

    /// <summary>Told of every transaction that took effect; null: nobody.</summary>
    public ITreeObserver? Observer { get; set; }

    /// <summary>All znodes, the root included.</summary>
    public int Count => _nodes.Count;

    /// <summary>Ephemeral znodes of all sessions.</summary>
    public int EphemeralCount { get; private set; }

    /// <summary>Bytes of data, and letters of paths.</summary>
    public long Bytes { get; private set; }

    /// <summary>What would make <see cref="Bytes"/> larger is refused; what is there already stays.</summary>
    public long BytesLimit { get; set; } = long.MaxValue;

    /// <summary>
    /// Applies all operations or none. A null ACL in a create means open to all. <paramref name="zxid"/> must be above all before it,
    /// also when the transaction is refused. <paramref name="nowMs"/> is milliseconds since 1970. Results of creates have a Stat here;
    /// over the wire a 3.8 server sends it for a create alone and leaves it out in a multi.
    /// </summary>
    public TransactionOutcome Apply(TreeCaller caller, long zxid, long nowMs, IReadOnlyList<ZnodeOperation> operations)
    {
        var transaction = new TreeTransaction(this, caller, zxid, nowMs);
        var results = new OperationResult[operations.Count];
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = transaction.Run(operations[i]);
            if (results[i].Error == ErrorCode.Ok) continue;
            transaction.Rollback();
            results.AsSpan(0, i).Fill(new OperationResult(ErrorCode.Ok));
            results.AsSpan(i + 1).Fill(new OperationResult(ErrorCode.RuntimeInconsistency));
            break;
        }

        transaction.TellObserver();
        return new TransactionOutcome(results, transaction.Changes);
    }

    /// <summary>Sets the ACL; <paramref name="aversion"/> -1 is any. The result carries the Stat. Watches see nothing of it.</summary>
    public OperationResult SetAcl(TreeCaller caller, long zxid, string path, IReadOnlyList<Acl> acl, int aversion)
    {
        var transaction = new TreeTransaction(this, caller, zxid, nowMs: 0);
        var result = transaction.SetAcl(path, acl, aversion);
        transaction.TellObserver();
        return result;
    }

    /// <summary>Deletes all ephemeral znodes of a session that ended, in one transaction.</summary>
    public IReadOnlyList<ZnodeChange> CloseSession(long sessionId, long zxid)
    {
        if (!_ephemerals.TryGetValue(sessionId, out var paths)) return [];
        var transaction = new TreeTransaction(this, TreeCaller.Anonymous(sessionId), zxid, nowMs: 0);
        foreach (var path in paths.ToArray()) transaction.Sweep(path);
        transaction.TellObserver();
        return transaction.Changes;
    }

    /// <summary>Sessions that have ephemeral znodes.</summary>
    internal IReadOnlyList<long> Sessions => [.. _ephemerals.Keys.Order()];

    /// <summary>A tree of its own with the same znodes. Data is shared, as it never changes.</summary>
    internal ZnodeTree Copy()
    {
        var copy = new ZnodeTree();
        foreach (var (path, node) in _nodes.OrderBy(known => known.Key.Length).ThenBy(known => known.Key, StringComparer.Ordinal))
        {
            if (copy._nodes.TryGetValue(path, out var there)) copy.SetState(there, node.State);
            else copy.Link(new Znode(path, node.State));
        }

        return copy;
    }

    internal bool TryFind(string path, [NotNullWhen(true)] out Znode? node) => _nodes.TryGetValue(path, out node);

    /// <summary>Whether so much more may come in.</summary>
    internal bool HasRoom(long bytes) => bytes <= 0 || bytes <= BytesLimit - Bytes;

    internal void SetState(Znode node, in ZnodeState state)
    {
        Bytes += DataBytes(state) - DataBytes(node.State);
        node.State = state;
    }

    internal void Link(Znode node)
    {
        Bytes += node.Path.Length + DataBytes(node.State);
        _nodes.Add(node.Path, node);
        _nodes[TreePath.ParentOf(node.Path)!].Add(TreePath.NameOf(node.Path));
        if (node.State.TtlMs != 0) _transient.Add(node.Path);
        if (node.State.EphemeralOwner == 0) return;
        if (!_ephemerals.TryGetValue(node.State.EphemeralOwner, out var paths)) _ephemerals[node.State.EphemeralOwner] = paths = new(StringComparer.Ordinal);
        paths.Add(node.Path);
        EphemeralCount++;
    }

    internal void Unlink(Znode node)
    {
        Bytes -= node.Path.Length + DataBytes(node.State);
        _nodes.Remove(node.Path);
        _nodes[TreePath.ParentOf(node.Path)!].Remove(TreePath.NameOf(node.Path));
        if (node.State.TtlMs != 0) _transient.Remove(node.Path);
        if (node.State.EphemeralOwner == 0 || !_ephemerals.TryGetValue(node.State.EphemeralOwner, out var paths)) return;
        paths.Remove(node.Path);
        EphemeralCount--;
        if (paths.Count == 0) _ephemerals.Remove(node.State.EphemeralOwner);
    }

    private static long DataBytes(in ZnodeState state) => state.Data?.Length ?? 0;
}
