namespace ChefActors.ZooKeeper.Embedded.Tests.Tree;

/// <summary>
/// The same rules told another way: a flat map that is copied for each transaction and thrown away when one operation is refused; numbers
/// of children and the visible cversion are counted, not derived.
/// </summary>
internal sealed class TreeModel
{
    private SortedDictionary<string, Node> _nodes = new(StringComparer.Ordinal) { ["/"] = new(0, 0, 0, 0, 0, 0, 0) };

    public IReadOnlyList<ErrorCode> Apply(long session, long zxid, IReadOnlyList<ZnodeOperation> operations)
    {
        var kept = new SortedDictionary<string, Node>(_nodes, StringComparer.Ordinal);
        var errors = new ErrorCode[operations.Count];
        for (var i = 0; i < errors.Length; i++)
        {
            errors[i] = One(session, zxid, operations[i]);
            if (errors[i] == ErrorCode.Ok) continue;
            _nodes = kept;
            Array.Fill(errors, ErrorCode.RuntimeInconsistency, i + 1, errors.Length - i - 1);
            break;
        }

        return errors;
    }

    public void CloseSession(long session, long zxid)
    {
        foreach (var path in _nodes.Where(n => n.Value.Owner == session).Select(n => n.Key).ToArray()) Drop(path, zxid);
    }

    public string Image() => string.Join('\n', _nodes.Where(n => n.Key != "/").Select(pair =>
    {
        var (path, n) = pair;
        var children = _nodes.Keys.Count(k => k != "/" && Parent(k) == path);
        return $"{path} {n.Created} {n.Modified} {n.ChildrenModified} v{n.Version} c{n.ChildChanges} n{children} e{n.Owner}";
    }));

    private ErrorCode One(long session, long zxid, ZnodeOperation operation)
    {
        if (operation is ZnodeOperation.Create create) return Create(session, zxid, create);
        if (!_nodes.TryGetValue(operation.Path, out var node)) return ErrorCode.NoNode;
        var version = operation switch { ZnodeOperation.Delete d => d.Version, ZnodeOperation.SetData s => s.Version, ZnodeOperation.Check c => c.Version, _ => -1 };
        if (version != -1 && version != node.Version) return ErrorCode.BadVersion;
        switch (operation)
        {
            case ZnodeOperation.Delete when _nodes.Keys.Any(k => k.StartsWith(operation.Path + "/", StringComparison.Ordinal)):
                return ErrorCode.NotEmpty;
            case ZnodeOperation.Delete:
                Drop(operation.Path, zxid);
                break;
            case ZnodeOperation.SetData:
                _nodes[operation.Path] = node with { Version = node.Version + 1, Modified = zxid };
                break;
        }

        return ErrorCode.Ok;
    }

    private ErrorCode Create(long session, long zxid, ZnodeOperation.Create create)
    {
        if (!_nodes.TryGetValue(Parent(create.Path), out var parent)) return ErrorCode.NoNode;
        var path = (int)create.Mode >= 2 ? $"{create.Path}{parent.Creates:D10}" : create.Path;
        if (_nodes.ContainsKey(path)) return ErrorCode.NodeExists;
        if (parent.Owner != 0) return ErrorCode.NoChildrenForEphemerals;
        _nodes[Parent(path)] = parent with { Creates = parent.Creates + 1, ChildChanges = parent.ChildChanges + 1, ChildrenModified = zxid };
        _nodes[path] = new Node(zxid, zxid, zxid, 0, 0, 0, (int)create.Mode % 2 == 1 ? session : 0);
        return ErrorCode.Ok;
    }

    private void Drop(string path, long zxid)
    {
        _nodes.Remove(path);
        var parent = _nodes[Parent(path)];
        _nodes[Parent(path)] = parent with { ChildChanges = parent.ChildChanges + 1, ChildrenModified = zxid };
    }

    private static string Parent(string path) => path.LastIndexOf('/') is var at && at <= 0 ? "/" : path[..at];

    private sealed record Node(long Created, long Modified, long ChildrenModified, int Version, int Creates, int ChildChanges, long Owner);
}
