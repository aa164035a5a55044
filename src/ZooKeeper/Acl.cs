namespace ChefActors.ZooKeeper;

/// <summary>One entry of an access control list: who (<paramref name="Scheme"/>, <paramref name="Id"/>) may do what.</summary>
/// <param name="Permissions">Any of the flags.</param>
/// <param name="Scheme"><c>world</c>, <c>auth</c>, <c>digest</c>, <c>ip</c>, <c>x509</c>, <c>sasl</c>.</param>
/// <param name="Id">What the scheme says: <c>anyone</c>, empty for <c>auth</c>, <c>user:base64(sha1(user:password))</c> for <c>digest</c>.</param>
public sealed record Acl(ZnodePermissions Permissions, string Scheme, string Id)
{
    /// <summary>Everybody may do everything.</summary>
    public static IReadOnlyList<Acl> OpenUnsafe { get; } = [new(ZnodePermissions.All, "world", "anyone")];

    /// <summary>Everybody may read.</summary>
    public static IReadOnlyList<Acl> ReadUnsafe { get; } = [new(ZnodePermissions.Read, "world", "anyone")];

    /// <summary>Whoever creates it, by all credentials of the session, may do everything.</summary>
    public static IReadOnlyList<Acl> CreatorAll { get; } = [new(ZnodePermissions.All, "auth", "")];
}
