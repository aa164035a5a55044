using ChefActors.ZooKeeper;

namespace ChefActors.NodeHost.Checking;

/// <summary>What a node host needs at one znode, and who may do what there.</summary>
/// <param name="Path">The znode.</param>
/// <param name="Needed">What a node host must be allowed there.</param>
/// <param name="Acl">Its list; null: it may not even be looked at.</param>
internal sealed record ZnodeAccess(string Path, ZnodePermissions Needed, IReadOnlyList<Acl>? Acl)
{
    private const ZnodePermissions Changing = ZnodePermissions.Write | ZnodePermissions.Create | ZnodePermissions.Delete | ZnodePermissions.Admin;

    /// <summary>What is needed and not granted.</summary>
    /// <param name="digestId">This node host's id of the digest scheme; null: it has no credentials.</param>
    internal ZnodePermissions Missing(string? digestId)
    {
        var granted = ZnodePermissions.None;
        foreach (var entry in Acl ?? [])
        {
            if (entry is { Scheme: "world", Id: "anyone" } || (entry.Scheme == DigestAuth.Scheme && entry.Id == digestId)) granted |= entry.Permissions;
        }

        return Needed & ~granted;
    }

    /// <summary>Anybody who reaches the server may change it.</summary>
    internal bool IsOpen => Acl?.Any(entry => entry is { Scheme: "world", Id: "anyone" } && (entry.Permissions & Changing) != ZnodePermissions.None) == true;
}
