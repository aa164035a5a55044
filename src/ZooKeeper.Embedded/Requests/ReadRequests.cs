using ChefActors.ZooKeeper.Embedded.Watches;
using ChefActors.ZooKeeper.Wire;
using ChefActors.ZooKeeper.Wire.Records;

namespace ChefActors.ZooKeeper.Embedded.Requests;

/// <summary>Requests that change nothing but watches. A watch is kept only when the reply says so.</summary>
internal static class ReadRequests
{
    /// <summary>Bytes that one multiRead may bring together.</summary>
    private const int MultiReadBytesLimit = 16 << 20;

    public static void Exists(in Call call, ref JuteReader reader)
    {
        var request = PathWatchRequest.Read(ref reader);
        var error = call.State.Tree.Exists(request.Path, out var stat);
        if (request.Watch && error is ErrorCode.Ok or ErrorCode.NoNode) Watch(call, WatchKind.Data, request);
        call.Reply(error, stat, static (s, w) => new StatResponse(s).Write(w));
    }

    public static void GetData(in Call call, ref JuteReader reader)
    {
        var request = PathWatchRequest.Read(ref reader);
        var error = call.State.Tree.GetData(call.Caller, request.Path, out var data, out var stat);
        if (error == ErrorCode.Ok) Watch(call, WatchKind.Data, request);
        call.Reply(error, new DataResponse(data, stat), static (r, w) => r.Write(w));
    }

    public static void GetChildren(in Call call, ref JuteReader reader)
    {
        var request = PathWatchRequest.Read(ref reader);
        var error = call.State.Tree.GetChildren(call.Caller, request.Path, out var names, out var stat);
        if (error == ErrorCode.Ok) Watch(call, WatchKind.Child, request);
        if (call.Header.Type == OpCode.GetChildren) call.Reply(error, new ChildrenResponse(names), static (r, w) => r.Write(w));
        else call.Reply(error, new Children2Response(names, stat), static (r, w) => r.Write(w));
    }

    public static void GetAcl(in Call call, ref JuteReader reader)
    {
        var request = PathRequest.Read(ref reader);
        var error = call.State.Tree.GetAcl(call.Caller, request.Path, out var acl, out var stat);
        call.Reply(error, new AclResponse(acl, stat), static (r, w) => r.Write(w));
    }

    /// <summary>One server is always in sync with itself, so the order of requests is all there is to it.</summary>
    public static void Sync(in Call call, ref JuteReader reader)
    {
        var request = PathRequest.Read(ref reader);
        call.Reply(ErrorCode.Ok, new PathResponse(request.Path), static (r, w) => r.Write(w));
    }

    public static void GetEphemerals(in Call call, ref JuteReader reader)
    {
        var prefix = PathRequest.Read(ref reader).Path;
        string[] own = [.. call.State.Tree.EphemeralsOf(call.Caller.SessionId).Where(p => p.StartsWith(prefix, StringComparison.Ordinal))];
        call.Reply(ErrorCode.Ok, new ChildrenResponse(own), static (r, w) => r.Write(w));
    }

    public static void GetAllChildrenNumber(in Call call, ref JuteReader reader)
    {
        var error = call.State.Tree.CountDescendants(call.Caller, PathRequest.Read(ref reader).Path, out var count);
        call.Reply(error, count, static (c, w) => w.WriteInt(c));
    }

    /// <summary>Each read answers or is refused for itself. A small request can ask for much: above the bound it is refused as a whole.</summary>
    public static void MultiRead(in Call call, ref JuteReader reader)
    {
        var request = MultiReadRequest.Read(ref reader);
        var results = new ZnodeReadResult[request.Reads.Count];
        var bytes = 0L;
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = Read(call, request.Reads[i]);
            bytes += results[i].Data is { } data ? (data.Data?.Length ?? 0) + StatRecord.Size : results[i].Children?.Sum(name => 4L + name.Length) ?? 0;
            if (bytes <= MultiReadBytesLimit) continue;
            call.Reply(ErrorCode.BadArguments);
            return;
        }

        call.Reply(ErrorCode.Ok, new MultiReadResponse(results), static (r, w) => r.Write(w));
    }

    private static ZnodeReadResult Read(in Call call, ZnodeRead read)
    {
        if (read is ZnodeRead.GetData)
        {
            var error = call.State.Tree.GetData(call.Caller, read.Path, out var data, out var stat);
            return new ZnodeReadResult(error, error == ErrorCode.Ok ? new ZnodeData(data, stat) : null);
        }

        var refused = call.State.Tree.GetChildren(call.Caller, read.Path, out var names, out _);
        return new ZnodeReadResult(refused, Children: refused == ErrorCode.Ok ? names : null);
    }

    private static void Watch(in Call call, WatchKind kind, in PathWatchRequest request)
    {
        if (request.Watch) call.State.Watch(call.Connection, kind, request.Path);
    }
}
