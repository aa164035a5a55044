namespace ChefActors.ZooKeeper.Embedded.Storage.Records;

/// <summary>
/// Which fields of a znode follow its fixed ones, in the order of the bits. A bit that is not named here belongs to a newer version.
/// </summary>
[Flags]
internal enum ZnodeFields
{
    /// <summary>Neither data nor ACL: both are as they were.</summary>
    None = 0,

    /// <summary>Data, as a buffer.</summary>
    Data = 1,

    /// <summary>The data is null; nothing follows.</summary>
    NullData = 2,

    /// <summary>The ACL, as a list.</summary>
    Acl = 4,

    /// <summary>The ACL is open to all; nothing follows.</summary>
    OpenAcl = 8,

    /// <summary>It is a container or has a time to live: <see cref="Tree.ZnodeState.TtlMs"/>, a long. Of a created znode alone, as it never changes.</summary>
    Life = 16,
}
