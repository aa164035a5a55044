using ChefActors.ZooKeeper.Embedded.Watches;
using ChefActors.ZooKeeper.Wire;
using ChefActors.ZooKeeper.Wire.Records;

namespace ChefActors.ZooKeeper.Embedded.Requests;

/// <summary>Requests that change nothing but watches. A watch is kept only when the reply says so.</summary>
internal static class ReadRequests
{
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

    /// <summary>Each read answers or is refused for itself.</summary>
    public static void MultiRead(in Call call, ref JuteReader reader)
    {
        var reads = new List<(int Type, string Path)>();
        for (var header = MultiHeader.Read(ref reader); !header.Done; header = MultiHeader.Read(ref reader))
        {
            if (header.Type is not (OpCode.GetData or OpCode.GetChildren)) throw new WireFormatException($"a multiRead holds an operation of type {header.Type}");
            reads.Add((header.Type, PathWatchRequest.Read(ref reader).Path));
        }

        var (state, caller) = (call.State, call.Caller);
        call.Reply(ErrorCode.Ok, (state, caller, reads), static (all, writer) =>
        {
            foreach (var (type, path) in all.reads) WriteRead(all.state, all.caller, type, path, writer);
            MultiHeader.End.Write(writer);
        });
    }

    private static void WriteRead(ServerState state, Tree.TreeCaller caller, int type, string path, JuteWriter writer)
    {
        byte[]? data = null;
        string[] names = [];
        Stat stat = default;
        var error = type == OpCode.GetData
            ? state.Tree.GetData(caller, path, out data, out stat)
            : state.Tree.GetChildren(caller, path, out names, out _);
        if (error != ErrorCode.Ok)
        {
            MultiResult.Failed(error).Write(writer);
            return;
        }

        new MultiHeader(type, Done: false, 0).Write(writer);
        if (type == OpCode.GetData) new DataResponse(data, stat).Write(writer);
        else new ChildrenResponse(names).Write(writer);
    }

    private static void Watch(in Call call, WatchKind kind, in PathWatchRequest request)
    {
        if (request.Watch) call.State.Watch(call.Connection, kind, request.Path);
    }
}
