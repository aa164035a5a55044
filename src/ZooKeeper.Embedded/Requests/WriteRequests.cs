using ChefActors.ZooKeeper.Wire;
using ChefActors.ZooKeeper.Wire.Records;

namespace ChefActors.ZooKeeper.Embedded.Requests;

/// <summary>Requests that take a zxid each, whether they succeed or are refused. Events go out before the reply.</summary>
internal static class WriteRequests
{
    public static void Create(in Call call, ref JuteReader reader)
    {
        var result = Apply(call, CreateRecord.Read(call.Header.Type, ref reader));
        if (call.Header.Type == OpCode.Create) call.Reply(result.Error, result, static (r, w) => new PathResponse(r.Path!).Write(w));
        else call.Reply(result.Error, result, static (r, w) => new PathStatResponse(r.Path!, r.Stat.GetValueOrDefault()).Write(w));
    }

    public static void Delete(in Call call, ref JuteReader reader)
    {
        var request = PathVersionRequest.Read(ref reader);
        call.Reply(Apply(call, new ZnodeOperation.Delete(request.Path, request.Version)).Error);
    }

    public static void SetData(in Call call, ref JuteReader reader)
    {
        var request = SetDataRequest.Read(ref reader);
        var result = Apply(call, new ZnodeOperation.SetData(request.Path, request.Data, request.Version));
        call.Reply(result.Error, result.Stat.GetValueOrDefault(), static (s, w) => new StatResponse(s).Write(w));
    }

    public static void Check(in Call call, ref JuteReader reader)
    {
        var request = PathVersionRequest.Read(ref reader);
        call.Reply(Apply(call, new ZnodeOperation.Check(request.Path, request.Version)).Error);
    }

    /// <summary>Refused as by a server whose reconfiguration is not switched on, which is the default there.</summary>
    public static void Reconfig(in Call call)
    {
        call.State.NextZxid();
        call.Reply(ErrorCode.ReconfigDisabled);
    }

    public static void SetAcl(in Call call, ref JuteReader reader)
    {
        var request = SetAclRequest.Read(ref reader);
        var result = call.State.Tree.SetAcl(call.Caller, call.State.NextZxid(), request.Path, request.Acl ?? [], request.Version);
        call.Reply(result.Error, result.Stat.GetValueOrDefault(), static (s, w) => new StatResponse(s).Write(w));
    }

    public static void Multi(in Call call, ref JuteReader reader)
    {
        var request = MultiRequest.Read(ref reader);
        var outcome = call.State.Tree.Apply(call.Caller, call.State.NextZxid(), call.State.Clock.WallMs, request.Operations);
        call.State.Announce(outcome.Changes);
        var failed = outcome.Results.Any(r => r.Error != ErrorCode.Ok);
        var results = new MultiResult[outcome.Results.Count];
        for (var i = 0; i < results.Length; i++)
        {
            var result = outcome.Results[i];
            results[i] = failed ? MultiResult.Failed(result.Error) : new MultiResult(TypeOf(request.Operations[i]), result);
        }

        // A refused multi is no error of the request: each operation says for itself.
        call.Reply(ErrorCode.Ok, new MultiResponse(results), static (r, w) => r.Write(w));
    }

    private static OperationResult Apply(in Call call, ZnodeOperation operation)
    {
        var outcome = call.State.Tree.Apply(call.Caller, call.State.NextZxid(), call.State.Clock.WallMs, [operation]);
        call.State.Announce(outcome.Changes);
        return outcome.Results[0];
    }

    // In a multi a real 3.8 server takes a create2 for a create: its result is the path alone. Those of its younger siblings have a Stat.
    private static int TypeOf(ZnodeOperation operation) => operation switch
    {
        ZnodeOperation.Create create when CreateModes.OpCodeOf(create.Mode) != OpCode.Create2 => OpCode.Create2,
        ZnodeOperation.Create => OpCode.Create,
        ZnodeOperation.Delete => OpCode.Delete,
        ZnodeOperation.SetData => OpCode.SetData,
        _ => OpCode.Check,
    };
}
