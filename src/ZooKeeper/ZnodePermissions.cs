namespace ChefActors.ZooKeeper;

/// <summary>What an ACL entry allows (ZooDefs.Perms). Permission to create and delete is that of the parent.</summary>
[Flags]
public enum ZnodePermissions
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Read data and list children.</summary>
    Read = 1,

    /// <summary>Set data.</summary>
    Write = 2,

    /// <summary>Create children.</summary>
    Create = 4,

    /// <summary>Delete children.</summary>
    Delete = 8,

    /// <summary>Set the ACL.</summary>
    Admin = 16,

    /// <summary>All of them.</summary>
    All = 31,
}
