using ChefActors.ZooKeeper;

namespace ChefActors.Testing.Fuzzing;

/// <summary>The values that messages are made of: few paths, so that requests meet, and among them some that are none.</summary>
internal static class RandomValues
{
    private const int LongData = 20_000;

    private static readonly string[] _paths =
        ["/", "/a", "/a", "/a", "/b", "/a/x", "/a/x", "/a/y", "/b/x", "/a/x/1", "/c", "/a/s-", "/zookeeper", "/zookeeper/config", "/é", "/a/", "//", "/a/./b", "/\0", "", "x"];

    private static readonly IReadOnlyList<Acl>?[] _acls =
    [
        Acl.OpenUnsafe, Acl.OpenUnsafe, Acl.OpenUnsafe, Acl.ReadUnsafe, [new(ZnodePermissions.All, "auth", "")], [new(ZnodePermissions.Read, "digest", "ann:x"), new(ZnodePermissions.All, "auth", "")],
        [new(ZnodePermissions.All, "ip", "127.0.0.0/8")], [new(ZnodePermissions.All, "ip", "1.2.3.4/99")], [new(ZnodePermissions.All, "digest", ":")], [new(ZnodePermissions.All, "nonsense", "x")], [], null,
    ];

    public static string Path(Chance chance) => chance.Of(_paths);

    public static string[] Paths(Chance chance)
    {
        var paths = new string[chance.Below(5)];
        for (var i = 0; i < paths.Length; i++) paths[i] = Path(chance);
        return paths;
    }

    public static byte[]? Data(Chance chance)
    {
        var length = chance.OneIn(200) ? chance.Below(LongData) : chance.Below(100) - 10;
        if (length < 0) return null;
        var data = new byte[length];
        if (length > 0) data[chance.Below(length)] = (byte)chance.Bits();
        return data;
    }

    public static IReadOnlyList<Acl>? Acls(Chance chance) => chance.Of(_acls);

    /// <summary>A version that is right, any, or wrong.</summary>
    public static int Version(Chance chance) => chance.Of(-1, -1, -1, 0, 1, 2, int.MaxValue, int.MinValue);

    public static Stat Stat(Chance chance) => new(
        (long)chance.Bits(), (long)chance.Bits(), (long)chance.Bits(), (long)chance.Bits(), (int)chance.Bits(), (int)chance.Bits(), (int)chance.Bits(),
        (long)chance.Bits(), (int)chance.Bits(), (int)chance.Bits(), (long)chance.Bits());

    /// <summary>Mostly none.</summary>
    public static ErrorCode Error(Chance chance) => chance.OneIn(4)
        ? chance.Of(ErrorCode.NoNode, ErrorCode.NoAuth, ErrorCode.SessionExpired, ErrorCode.MarshallingError, ErrorCode.Unimplemented, ErrorCode.AuthFailed, ErrorCode.BadVersion, (ErrorCode)(int)chance.Bits())
        : ErrorCode.Ok;
}
