using ChefActors.ZooKeeper.Wire;
using ChefActors.ZooKeeper.Wire.Records;

namespace ChefActors.ZooKeeper.Connections;

/// <summary>A reply's body, as the caller sees it.</summary>
internal static class ReplyParsers
{
    public static bool Nothing(ref JuteReader body, ErrorCode error, Chroot chroot) => true;

    public static Stat Stat(ref JuteReader body, ErrorCode error, Chroot chroot) => StatResponse.Read(ref body).Stat;

    public static Stat? StatOrNull(ref JuteReader body, ErrorCode error, Chroot chroot) =>
        error == ErrorCode.NoNode ? null : StatResponse.Read(ref body).Stat;

    public static CreateResult Created(ref JuteReader body, ErrorCode error, Chroot chroot)
    {
        var response = PathStatResponse.Read(ref body);
        return new CreateResult(chroot.Strip(response.Path), response.Stat);
    }

    public static ZnodeData Data(ref JuteReader body, ErrorCode error, Chroot chroot)
    {
        var response = DataResponse.Read(ref body);
        return new ZnodeData(response.Data, response.Stat);
    }

    public static ZnodeChildren Children(ref JuteReader body, ErrorCode error, Chroot chroot)
    {
        var response = Children2Response.Read(ref body);
        return new ZnodeChildren(response.Names, response.Stat);
    }

    public static ZnodeAcl Acl(ref JuteReader body, ErrorCode error, Chroot chroot)
    {
        var response = AclResponse.Read(ref body);
        return new ZnodeAcl(response.Acl ?? [], response.Stat);
    }

    public static IReadOnlyList<ZnodeReadResult> Reads(ref JuteReader body, ErrorCode error, Chroot chroot) => MultiReadResponse.Read(ref body).Results;

    public static IReadOnlyList<ClientIdentity> Identities(ref JuteReader body, ErrorCode error, Chroot chroot) => WhoAmIResponse.Read(ref body).Identities;

    public static int Number(ref JuteReader body, ErrorCode error, Chroot chroot) => body.ReadInt();

    /// <summary>Paths below the chroot; the server compares letters, so that "/a" brings those of "/ab" too.</summary>
    public static IReadOnlyList<string> Paths(ref JuteReader body, ErrorCode error, Chroot chroot)
    {
        var below = new List<string>();
        foreach (var path in ChildrenResponse.Read(ref body).Names)
        {
            if (chroot.Contains(path)) below.Add(chroot.Strip(path));
        }

        return below;
    }

    public static TransactionResult Transaction(ref JuteReader body, ErrorCode error, Chroot chroot) => new(MultiResponse.ReadResults(ref body, chroot));
}
