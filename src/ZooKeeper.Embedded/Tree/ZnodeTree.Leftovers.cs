namespace ChefActors.ZooKeeper.Embedded.Tree;

/// <summary>Znodes that go by themselves: containers and those with a time to live (ContainerManager of Apache's server).</summary>
internal sealed partial class ZnodeTree
{
    /// <summary>
    /// Paths to remove at <paramref name="nowMs"/> (milliseconds since 1970), in ordinal order: containers that had children and have none, and
    /// childless znodes whose data was not set for longer than their time to live. A parent is due at the next look at the soonest.
    /// </summary>
    public IReadOnlyList<string> Leftovers(long nowMs) => [.. _transient.Where(path => IsLeft(_nodes[path], nowMs))];

    /// <summary>Removes one in a transaction of its own, if it is still due.</summary>
    public IReadOnlyList<ZnodeChange> RemoveLeftover(string path, long zxid, long nowMs)
    {
        if (!_nodes.TryGetValue(path, out var node) || !IsLeft(node, nowMs)) return [];
        var transaction = new TreeTransaction(this, TreeCaller.Anonymous(0), zxid, nowMs);
        transaction.Sweep(path);
        transaction.TellObserver();
        return transaction.Changes;
    }

    private static bool IsLeft(Znode node, long nowMs) => node.ChildCount == 0 && node.State.TtlMs switch
    {
        0 => false,
        ZnodeState.Container => node.State.Creates > 0,
        var ttlMs => nowMs - node.State.Mtime > ttlMs,
    };
}
