namespace ChefActors.ZooKeeper.Embedded.Storage.Records;

/// <summary>
/// Which fields of a znode follow its fixed ones, in the order of the bits. A bit that is not named here belongs to a newer version: kinds of
/// znodes that are to come (containers, those with a time to live) get bits of their own with the fields that they need.
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
}
