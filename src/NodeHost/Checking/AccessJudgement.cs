using ChefActors.ZooKeeper;

namespace ChefActors.NodeHost.Checking;

/// <summary>Whether the node's znodes may be read and written by this node host, and by nobody who should not. Pure.</summary>
internal static class AccessJudgement
{
    private const string Subject = "access";

    /// <summary>Judges.</summary>
    /// <param name="znodes">Those that are there.</param>
    /// <param name="digestId">This node host's id of the digest scheme; null: no credentials.</param>
    internal static CheckLine Of(IReadOnlyList<ZnodeAccess> znodes, string? digestId)
    {
        var refused = znodes.Where(znode => znode.Acl is null || znode.Missing(digestId) != ZnodePermissions.None).ToList();
        if (refused.Count > 0)
        {
            return CheckLine.Fails(
                Subject, "not allowed: " + string.Join("; ", refused.Select(znode => znode.Acl is null ? $"to look at {znode.Path}" : $"{znode.Missing(digestId)} at {znode.Path}".ToLowerInvariant())),
                digestId is null ? "Set credentials: CHEFACTORS_ZOOKEEPER_AUTH=user:password" : "The znodes are another user's: use the credentials that they were made with, or set their ACL");
        }

        var open = znodes.Where(znode => znode.IsOpen).Select(znode => znode.Path).ToList();
        if (digestId is not null && open.Count > 0)
        {
            return CheckLine.Warning(
                Subject, $"anybody may change {string.Join(", ", open)}, though credentials are set", "They were made without: set their ACL to the credentials' (setAcl), or delete them while no node host runs");
        }

        if (znodes.Count == 0) return CheckLine.Ok(Subject, "nothing of this node is there yet" + (digestId is null ? "; what is made is open to all, as no credentials are set" : "; what is made is for these credentials alone"));
        return CheckLine.Ok(Subject, digestId is null ? "no credentials: open to whoever reaches ZooKeeper" : $"{znodes.Count} znodes, for these credentials");
    }
}
