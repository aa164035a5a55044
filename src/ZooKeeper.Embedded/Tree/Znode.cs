namespace ChefActors.ZooKeeper.Embedded.Tree;

/// <summary>A znode of the tree. Only <see cref="TreeTransaction"/> changes it.</summary>
internal sealed class Znode(string path, ZnodeState state)
{
    private HashSet<string>? _children;

    public string Path { get; } = path;

    /// <summary>Set by <see cref="ZnodeTree.SetState"/> alone, which counts.</summary>
    public ZnodeState State { get; set; } = state;

    /// <summary>Names, not paths.</summary>
    public IReadOnlyCollection<string> Children => _children ?? (IReadOnlyCollection<string>)[];

    public int ChildCount => _children?.Count ?? 0;

    public Stat Stat => new(
        State.Czxid, State.Mzxid, State.Ctime, State.Mtime, State.Version,
        // Creates plus deletes, and deletes are creates minus those still there. A fresh root shows -1 in a real server as well.
        unchecked((State.Creates * 2) - ChildCount),
        State.Aversion, State.EphemeralOwner, State.Data?.Length ?? 0, ChildCount, State.Pzxid);

    public void Add(string child) => (_children ??= []).Add(child);

    public void Remove(string child)
    {
        _children?.Remove(child);
        if (_children?.Count == 0) _children = null;
    }
}
