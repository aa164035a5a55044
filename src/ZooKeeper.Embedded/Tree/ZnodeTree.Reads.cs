namespace ChefActors.ZooKeeper.Embedded.Tree;

internal sealed partial class ZnodeTree
{
    /// <summary>exists: Ok or NoNode. No permission is needed.</summary>
    public ErrorCode Exists(string path, out Stat stat)
    {
        stat = default;
        if (path.Contains('\0')) return ErrorCode.BadArguments;
        if (!TryFind(path, out var node)) return ErrorCode.NoNode;
        stat = node.Stat;
        return ErrorCode.Ok;
    }

    /// <summary>getData: Ok, NoNode or NoAuth.</summary>
    public ErrorCode GetData(TreeCaller caller, string path, out byte[]? data, out Stat stat)
    {
        (data, stat) = (null, default);
        var error = Readable(caller, path, ZnodePermissions.Read, out var node);
        if (error == ErrorCode.Ok) (data, stat) = (node!.State.Data, node.Stat);
        return error;
    }

    /// <summary>getChildren: names in no order, as they are at the moment (a copy). Ok, NoNode or NoAuth.</summary>
    public ErrorCode GetChildren(TreeCaller caller, string path, out string[] names, out Stat stat)
    {
        (names, stat) = ([], default);
        var error = Readable(caller, path, ZnodePermissions.Read, out var node);
        if (error == ErrorCode.Ok) (names, stat) = ([.. node!.Children], node.Stat);
        return error;
    }

    /// <summary>getACL: hashes of passwords are blanked for who may read but not administer. Ok, NoNode or NoAuth.</summary>
    public ErrorCode GetAcl(TreeCaller caller, string path, out IReadOnlyList<Acl> acl, out Stat stat)
    {
        (acl, stat) = ([], default);
        var error = Readable(caller, path, ZnodePermissions.Read | ZnodePermissions.Admin, out var node);
        if (error != ErrorCode.Ok) return error;
        var whole = AclRules.Allows(node!.State.Acl, ZnodePermissions.Admin, caller.Identities);
        (acl, stat) = (whole ? node.State.Acl : AclRules.Masked(node.State.Acl), node.Stat);
        return ErrorCode.Ok;
    }

    /// <summary>getAllChildrenNumber: znodes below the path, at any depth. Looks at every znode.</summary>
    public ErrorCode CountDescendants(TreeCaller caller, string path, out int count)
    {
        count = 0;
        var error = Readable(caller, path, ZnodePermissions.Read, out _);
        if (error != ErrorCode.Ok) return error;
        var prefix = path == "/" ? path : path + "/";
        foreach (var other in _nodes.Keys)
        {
            if (other.Length > prefix.Length && other.StartsWith(prefix, StringComparison.Ordinal)) count++;
        }

        return ErrorCode.Ok;
    }

    /// <summary>Paths of a session's ephemeral znodes, in no order (a copy).</summary>
    public IReadOnlyList<string> EphemeralsOf(long sessionId) => _ephemerals.TryGetValue(sessionId, out var paths) ? [.. paths] : [];

    /// <summary>Every path, parents before children, in ordinal order: for comparing trees and dumping them.</summary>
    public IReadOnlyList<string> AllPaths() => [.. _nodes.Keys.Order(StringComparer.Ordinal)];

    private ErrorCode Readable(TreeCaller caller, string path, ZnodePermissions wanted, out Znode? node) =>
        !TryFind(path, out node) ? ErrorCode.NoNode
        : AclRules.Allows(node.State.Acl, wanted, caller.Identities) ? ErrorCode.Ok
        : ErrorCode.NoAuth;
}
