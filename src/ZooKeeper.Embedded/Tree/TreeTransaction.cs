namespace ChefActors.ZooKeeper.Embedded.Tree;

/// <summary>
/// Operations that take effect one after the other under one zxid, and can all be taken back. The order of the checks in each is that of
/// PrepRequestProcessor, so that the same wrong request gets the same error.
/// </summary>
internal sealed class TreeTransaction(ZnodeTree tree, TreeCaller caller, long zxid, long nowMs)
{
    private readonly List<Undo> _undo = [];
    private readonly List<ZnodeChange> _changes = [];

    private enum UndoKind
    {
        State,
        Created,
        Deleted,
    }

    public IReadOnlyList<ZnodeChange> Changes => _changes;

    public OperationResult Run(ZnodeOperation operation) => operation switch
    {
        ZnodeOperation.Create create => Create(create),
        ZnodeOperation.Delete delete => Delete(delete),
        ZnodeOperation.SetData set => SetData(set),
        ZnodeOperation.Check check => Check(check),
        _ => throw new ArgumentException($"{operation?.GetType().Name ?? "null"} is no operation of a transaction", nameof(operation)),
    };

    public OperationResult SetAcl(string path, IReadOnlyList<Acl> acl, int aversion)
    {
        if (!ZnodePath.IsValid(path, out _)) return Error(ErrorCode.BadArguments);
        if (!AclRules.TryFix(acl, caller.Identities, out var stored)) return Error(ErrorCode.InvalidAcl);
        if (!tree.TryFind(path, out var node)) return Error(ErrorCode.NoNode);
        if (!Allows(node, ZnodePermissions.Admin)) return Error(ErrorCode.NoAuth);
        if (!VersionFits(node.State.Aversion, aversion)) return Error(ErrorCode.BadVersion);
        Change(node, node.State with { Acl = stored, Aversion = node.State.Aversion + 1 });
        return new OperationResult(ErrorCode.Ok, Stat: node.Stat);
    }

    /// <summary>Deletes an ephemeral znode of a session that ended, or one that is left to itself: no permission is asked.</summary>
    public void Sweep(string path)
    {
        if (tree.TryFind(path, out var node) && tree.TryFind(TreePath.ParentOf(path)!, out var parent)) Remove(node, parent);
    }

    public void Rollback()
    {
        for (var i = _undo.Count - 1; i >= 0; i--)
        {
            var (kind, node, before) = _undo[i];
            switch (kind)
            {
                case UndoKind.State:
                    tree.SetState(node, before);
                    break;
                case UndoKind.Created:
                    tree.Unlink(node);
                    break;
                case UndoKind.Deleted:
                    tree.Link(node);
                    break;
            }
        }

        _undo.Clear();
        _changes.Clear();
    }

    /// <summary>Says what took effect, in order; nothing when it was refused.</summary>
    public void TellObserver()
    {
        if (tree.Observer is not { } observer || _undo.Count == 0) return;

        // Most transactions touch one or two znodes: they need no set.
        var told = _undo.Count > 2 ? new HashSet<Znode>(ReferenceEqualityComparer.Instance) : null;
        for (var i = 0; i < _undo.Count; i++)
        {
            var (kind, node, before) = _undo[i];
            if (kind == UndoKind.Deleted) observer.Deleted(node);
            else if (told is null ? i == 1 && ReferenceEquals(node, _undo[0].Node) : !told.Add(node)) continue;
            else if (kind == UndoKind.Created) observer.Created(node);
            else if (tree.TryFind(node.Path, out var there) && ReferenceEquals(there, node)) observer.Changed(node, before);
        }
    }

    private OperationResult Create(ZnodeOperation.Create create)
    {
        if ((int)create.Mode is < 0 or > 6 || !CreateModes.Fits(create.Mode, create.TimeToLive)) return Error(ErrorCode.BadArguments);
        if (TreePath.ParentOf(create.Path) is not { } parentPath || create.Path.Contains('\0')) return Error(ErrorCode.BadArguments);
        if (!AclRules.TryFix(create.Acl ?? Acl.OpenUnsafe, caller.Identities, out var acl)) return Error(ErrorCode.InvalidAcl);
        if (!tree.TryFind(parentPath, out var parent)) return Error(ErrorCode.NoNode);
        if (!Allows(parent, ZnodePermissions.Create)) return Error(ErrorCode.NoAuth);
        var path = CreateModes.IsSequential(create.Mode) ? create.Path + TreePath.Sequence(parent.State.Creates) : create.Path;
        if (!ZnodePath.IsValid(path, out _)) return Error(ErrorCode.BadArguments);
        if (tree.TryFind(path, out _)) return Error(ErrorCode.NodeExists);
        if (parent.State.EphemeralOwner != 0) return Error(ErrorCode.NoChildrenForEphemerals);
        if (!tree.HasRoom(path.Length + (long)(create.Data?.Length ?? 0))) return Error(ErrorCode.QuotaExceeded);

        var owner = create.Mode is CreateMode.Ephemeral or CreateMode.EphemeralSequential ? caller.SessionId : 0;
        var node = new Znode(path, new ZnodeState(create.Data, acl, zxid, zxid, zxid, nowMs, nowMs, 0, 0, 0, owner, LifeOf(create)));
        Change(parent, parent.State with { Creates = unchecked(parent.State.Creates + 1), Pzxid = zxid });
        tree.Link(node);
        _undo.Add(new Undo(UndoKind.Created, node, default));
        Tell(WatchEventType.NodeCreated, node);
        Tell(WatchEventType.NodeChildrenChanged, parent);
        return new OperationResult(ErrorCode.Ok, path, node.Stat);
    }

    private OperationResult Delete(ZnodeOperation.Delete delete)
    {
        if (TreePath.ParentOf(delete.Path) is not { } parentPath || delete.Path.Contains('\0') || TreePath.IsReserved(delete.Path)) return Error(ErrorCode.BadArguments);
        if (!tree.TryFind(parentPath, out var parent)) return Error(ErrorCode.NoNode);
        if (!Allows(parent, ZnodePermissions.Delete)) return Error(ErrorCode.NoAuth);
        if (!tree.TryFind(delete.Path, out var node)) return Error(ErrorCode.NoNode);
        if (!VersionFits(node.State.Version, delete.Version)) return Error(ErrorCode.BadVersion);
        if (node.ChildCount > 0) return Error(ErrorCode.NotEmpty);
        Remove(node, parent);
        return new OperationResult(ErrorCode.Ok);
    }

    private OperationResult SetData(ZnodeOperation.SetData set)
    {
        if (!ZnodePath.IsValid(set.Path, out _)) return Error(ErrorCode.BadArguments);
        if (!tree.TryFind(set.Path, out var node)) return Error(ErrorCode.NoNode);
        if (!Allows(node, ZnodePermissions.Write)) return Error(ErrorCode.NoAuth);
        if (!VersionFits(node.State.Version, set.Version)) return Error(ErrorCode.BadVersion);
        if (!tree.HasRoom((long)(set.Data?.Length ?? 0) - (node.State.Data?.Length ?? 0))) return Error(ErrorCode.QuotaExceeded);
        Change(node, node.State with { Data = set.Data, Version = node.State.Version + 1, Mzxid = zxid, Mtime = nowMs });
        Tell(WatchEventType.NodeDataChanged, node);
        return new OperationResult(ErrorCode.Ok, Stat: node.Stat);
    }

    private OperationResult Check(ZnodeOperation.Check check)
    {
        if (!ZnodePath.IsValid(check.Path, out _)) return Error(ErrorCode.BadArguments);
        if (!tree.TryFind(check.Path, out var node)) return Error(ErrorCode.NoNode);
        if (!Allows(node, ZnodePermissions.Read)) return Error(ErrorCode.NoAuth);
        return Error(VersionFits(node.State.Version, check.Version) ? ErrorCode.Ok : ErrorCode.BadVersion);
    }

    private void Remove(Znode node, Znode parent)
    {
        tree.Unlink(node);
        _undo.Add(new Undo(UndoKind.Deleted, node, default));
        Change(parent, parent.State with { Pzxid = zxid });
        Tell(WatchEventType.NodeDeleted, node);
        Tell(WatchEventType.NodeChildrenChanged, parent);
    }

    private void Change(Znode node, ZnodeState state)
    {
        _undo.Add(new Undo(UndoKind.State, node, node.State));
        tree.SetState(node, state);
    }

    private void Tell(WatchEventType type, Znode node) => _changes.Add(new ZnodeChange(type, node.Path, node.State.Acl));

    private bool Allows(Znode node, ZnodePermissions wanted) => AclRules.Allows(node.State.Acl, wanted, caller.Identities);

    private static long LifeOf(ZnodeOperation.Create create) =>
        create.Mode == CreateMode.Container ? ZnodeState.Container : (long)create.TimeToLive.GetValueOrDefault().TotalMilliseconds;

    private static bool VersionFits(int current, int expected) => expected == -1 || expected == current;

    private static OperationResult Error(ErrorCode error) => new(error);

    private readonly record struct Undo(UndoKind Kind, Znode Node, ZnodeState Before);
}
