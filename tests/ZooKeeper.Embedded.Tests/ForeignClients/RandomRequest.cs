using ChefActors.ZooKeeper.Embedded.Tests.Wire;
using ChefActors.ZooKeeper.Wire;
using ChefActors.ZooKeeper.Wire.Records;

namespace ChefActors.ZooKeeper.Embedded.Tests.ForeignClients;

/// <summary>A request as it goes to both servers, and replies as text without what is a server's own.</summary>
internal sealed record RandomRequest(string Name, int Type, Action<JuteWriter> Write)
{
    public static RandomRequest Ping { get; } = new("ping", OpCode.Ping, _ => { });

    public static string Describe(int type, RawReply reply, Func<long, string> owner)
    {
        if (reply.Header.Xid == Xid.Notification) return $"event {reply.AsEvent()}";
        if (reply.Header.Error != ErrorCode.Ok || reply.Body.Length == 0) return $"{reply.Header}";
        return $"{reply.Header} {Body(type, reply, owner)}";
    }

    private static string Body(int type, RawReply reply, Func<long, string> owner) => type switch
    {
        OpCode.Create => reply.As(PathResponse.Read).Path,
        OpCode.Create2 => reply.As(PathStatResponse.Read) is var r ? $"{r.Path} {Of(r.Stat, owner)}" : "",
        OpCode.Exists or OpCode.SetData or OpCode.SetAcl => Of(reply.As(StatResponse.Read).Stat, owner),
        OpCode.GetData => reply.As(DataResponse.Read) is var r ? $"{(r.Data is null ? "null" : Convert.ToHexString(r.Data))} {Of(r.Stat, owner)}" : "",
        OpCode.GetChildren => Of(reply.As(ChildrenResponse.Read).Names),
        OpCode.GetChildren2 => reply.As(Children2Response.Read) is var r ? $"{Of(r.Names)} {Of(r.Stat, owner)}" : "",
        OpCode.GetAcl => reply.As(AclResponse.Read) is var r ? $"{string.Join(',', r.Acl!)} {Of(r.Stat, owner)}" : "",
        OpCode.Multi => string.Join('\n', reply.As(MultiResponse.Read).Results.Select(r =>
            $"  {r.Type} {r.Result.Error} {r.Result.Path} {(r.Result.Stat is { } stat ? Of(stat, owner) : "")}")),
        _ => Convert.ToHexString(reply.Body),
    };

    private static string Of(IReadOnlyList<string> names) => $"[{string.Join(',', names.Order(StringComparer.Ordinal))}]";

    private static string Of(in Stat stat, Func<long, string> owner) => $"{stat with { Ctime = 0, Mtime = 0, EphemeralOwner = 0 }} of {owner(stat.EphemeralOwner)}";
}
