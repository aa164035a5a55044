using ChefActors.ZooKeeper;
using ChefActors.ZooKeeper.Wire;
using ChefActors.ZooKeeper.Wire.Records;

namespace ChefActors.Testing.Fuzzing;

/// <summary>Valid bodies of replies, by the operation that they answer.</summary>
internal static class RandomAnswer
{
    public static void WriteBody(Chance chance, JuteWriter writer, int type)
    {
        switch (type)
        {
            case OpCode.Exists or OpCode.SetData or OpCode.SetAcl: StatRecord.Write(writer, RandomValues.Stat(chance)); break;
            case OpCode.Create2: new PathStatResponse(RandomValues.Path(chance), RandomValues.Stat(chance)).Write(writer); break;
            case OpCode.GetData: new DataResponse(RandomValues.Data(chance), RandomValues.Stat(chance)).Write(writer); break;
            case OpCode.GetChildren2: new Children2Response(RandomValues.Paths(chance), RandomValues.Stat(chance)).Write(writer); break;
            case OpCode.GetAcl: new AclResponse(RandomValues.Acls(chance), RandomValues.Stat(chance)).Write(writer); break;
            case OpCode.MultiRead: WriteReads(chance, writer); break;
            case OpCode.WhoAmI: new WhoAmIResponse([new ClientIdentity("ip", "127.0.0.1"), new ClientIdentity("digest", "ann")]).Write(writer); break;
            case OpCode.GetAllChildrenNumber: writer.WriteInt(chance.Below(1000)); break;
            case OpCode.GetEphemerals: new ChildrenResponse(RandomValues.Paths(chance)).Write(writer); break;
            case OpCode.Multi: WriteResults(chance, writer); break;
            case OpCode.Sync: new PathResponse(RandomValues.Path(chance)).Write(writer); break;
        }
    }

    public static void WriteEvent(Chance chance, JuteWriter writer)
    {
        new ReplyHeader(Xid.Notification, chance.Of(-1L, 5L), ErrorCode.Ok).Write(writer);
        new WatcherEventRecord(chance.Of(1, 2, 3, 4, -1, 7), chance.Of(3, 0, -112), RandomValues.Path(chance)).Write(writer);
    }

    public static void WriteConnected(Chance chance, JuteWriter writer) =>
        new ConnectResponse(0, chance.Below(60_000), (long)chance.Bits(), chance.OneIn(9) ? null : new byte[16], chance.Of<bool?>(null, false, true)).Write(writer);

    private static void WriteReads(Chance chance, JuteWriter writer)
    {
        var results = new ZnodeReadResult[chance.Below(6)];
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = chance.Below(3) switch
            {
                0 => new ZnodeReadResult(ErrorCode.Ok, new ZnodeData(RandomValues.Data(chance), RandomValues.Stat(chance))),
                1 => new ZnodeReadResult(ErrorCode.Ok, Children: RandomValues.Paths(chance)),
                _ => new ZnodeReadResult(ErrorCode.NoNode),
            };
        }

        new MultiReadResponse(results).Write(writer);
    }

    private static void WriteResults(Chance chance, JuteWriter writer)
    {
        var results = new MultiResult[chance.OneIn(50) ? chance.Below(200) : chance.Below(6)];
        for (var i = 0; i < results.Length; i++)
        {
            var type = chance.Of(OpCode.Create, OpCode.Create2, OpCode.SetData, OpCode.Delete, OpCode.Check, MultiHeader.ErrorType);
            results[i] = new MultiResult(type, new OperationResult(type == MultiHeader.ErrorType ? RandomValues.Error(chance) : ErrorCode.Ok, RandomValues.Path(chance), RandomValues.Stat(chance)));
        }

        new MultiResponse(results).Write(writer);
    }
}
