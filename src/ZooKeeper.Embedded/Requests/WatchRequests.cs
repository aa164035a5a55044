using ChefActors.ZooKeeper.Embedded.Watches;
using ChefActors.ZooKeeper.Wire;
using ChefActors.ZooKeeper.Wire.Records;

namespace ChefActors.ZooKeeper.Embedded.Requests;

/// <summary>Requests about watches alone. Persistent watches are armed again after a reconnect, but what they missed is not told.</summary>
internal static class WatchRequests
{
    public static void SetWatches(in Call call, ref JuteReader reader)
    {
        if (call.Header.Type == OpCode.SetWatches)
        {
            var request = SetWatchesRequest.Read(ref reader);
            Rearm(call, request.RelativeZxid, request.Data, request.Exist, request.Child);
        }
        else
        {
            var request = SetWatches2Request.Read(ref reader);
            Rearm(call, request.RelativeZxid, request.Data, request.Exist, request.Child);
            foreach (var path in request.Persistent) call.State.Watch(call.Connection, WatchKind.Persistent, path);
            foreach (var path in request.Recursive) call.State.Watch(call.Connection, WatchKind.Recursive, path);
        }

        call.Reply(ErrorCode.Ok);
    }

    public static void AddWatch(in Call call, ref JuteReader reader)
    {
        var request = PathTypeRequest.Read(ref reader);
        if (request.Type is not (0 or 1))
        {
            call.Reply(ErrorCode.MarshallingError);
            return;
        }

        call.State.Watch(call.Connection, request.Type == 0 ? WatchKind.Persistent : WatchKind.Recursive, request.Path);
        call.Reply(ErrorCode.Ok, 0, static (zero, w) => w.WriteInt(zero));
    }

    /// <summary>removeWatches and checkWatches, with the types that servers know since 3.9.</summary>
    public static void RemoveWatches(in Call call, ref JuteReader reader)
    {
        var (path, type) = PathTypeRequest.Read(ref reader);
        if (KindsOf((WatchType)type) is not { } kinds)
        {
            call.Reply(ErrorCode.MarshallingError);
            return;
        }

        var found = false;
        foreach (var kind in kinds) found |= Take(call, kind, path);
        call.Reply(found ? ErrorCode.Ok : ErrorCode.NoWatcher);
    }

    private static WatchKind[]? KindsOf(WatchType type) => type switch
    {
        WatchType.Children => [WatchKind.Child],
        WatchType.Data => [WatchKind.Data],
        WatchType.Any => [WatchKind.Child, WatchKind.Data, WatchKind.Persistent, WatchKind.Recursive],
        WatchType.Persistent => [WatchKind.Persistent],
        WatchType.PersistentRecursive => [WatchKind.Recursive],
        _ => null,
    };

    private static bool Take(in Call call, WatchKind kind, string path) => call.Header.Type == OpCode.CheckWatches
        ? call.State.Watches.Has(call.Connection, kind, path)
        : call.State.Watches.Remove(call.Connection, kind, path);

    private static void Rearm(in Call call, long seen, IReadOnlyList<string> data, IReadOnlyList<string> exist, IReadOnlyList<string> child)
    {
        foreach (var path in data) TellOrAdd(call, MissedChange.OfData(StatOf(call, path), seen), WatchKind.Data, path);
        foreach (var path in exist) TellOrAdd(call, MissedChange.OfExist(StatOf(call, path)), WatchKind.Data, path);
        foreach (var path in child) TellOrAdd(call, MissedChange.OfChildren(StatOf(call, path), seen), WatchKind.Child, path);
    }

    private static Stat? StatOf(in Call call, string path) => call.State.Tree.Exists(path, out var stat) == ErrorCode.Ok ? stat : null;

    private static void TellOrAdd(in Call call, WatchEventType? missed, WatchKind kind, string path)
    {
        if (missed is { } type) call.State.SendEvent(call.Connection, type, path);
        else call.State.Watch(call.Connection, kind, path);
    }
}
