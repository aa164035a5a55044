namespace ChefActors.ZooKeeper.Embedded.Tree;

internal sealed partial class ZnodeTree
{
    /// <summary>Every znode, the root included, as it is at the moment (a copy of the list, not of the znodes).</summary>
    internal Znode[] AllNodes() => [.. _nodes.Values];

    /// <summary>
    /// Puts back a znode that was stored. False: it is there already, or its parent is not or is ephemeral. Znodes that every tree has are
    /// overwritten; they belong to no session and do not go by themselves.
    /// </summary>
    internal bool TryRestore(string path, in ZnodeState state)
    {
        if (_nodes.TryGetValue(path, out var there))
        {
            if (!TreePath.IsReserved(path) || state.EphemeralOwner != 0 || state.TtlMs != 0) return false;
            SetState(there, state);
            return true;
        }

        if (TreePath.ParentOf(path) is not { } parentPath || !_nodes.TryGetValue(parentPath, out var parent) || TreePath.NameOf(path).Length == 0) return false;
        if (parent.State.EphemeralOwner != 0) return false;
        Link(new Znode(path, state));
        return true;
    }

    /// <summary>Repeats a change that was stored. False: the znode is not there, or belongs to another session.</summary>
    internal bool TryChange(string path, in ZnodeState state)
    {
        if (!_nodes.TryGetValue(path, out var node) || node.State.EphemeralOwner != state.EphemeralOwner) return false;
        SetState(node, state);
        return true;
    }

    /// <summary>Repeats a delete that was stored. False: the znode is not there, has children, or is one that every tree has.</summary>
    internal bool TryErase(string path)
    {
        if (TreePath.IsReserved(path) || !_nodes.TryGetValue(path, out var node) || node.ChildCount > 0) return false;
        Unlink(node);
        return true;
    }
}
