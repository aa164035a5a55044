using ChefActors.ZooKeeper;
using ChefActors.ZooKeeper.Wire;
using ChefActors.ZooKeeper.Wire.Records;

namespace ChefActors.Testing.Fuzzing;

/// <summary>Valid requests of every operation.</summary>
internal static class RandomRequest
{
    private static readonly int[] _types =
    [
        OpCode.Create, OpCode.Create, OpCode.Create2, OpCode.CreateContainer, OpCode.CreateTtl, OpCode.Delete, OpCode.SetData, OpCode.SetAcl, OpCode.Check, OpCode.Multi, OpCode.Multi,
        OpCode.Exists, OpCode.GetData, OpCode.GetChildren, OpCode.GetChildren2, OpCode.GetAcl, OpCode.Sync, OpCode.MultiRead, OpCode.GetEphemerals, OpCode.GetAllChildrenNumber,
        OpCode.SetWatches, OpCode.SetWatches2, OpCode.AddWatch, OpCode.RemoveWatches, OpCode.CheckWatches, OpCode.Reconfig, OpCode.Ping, OpCode.Auth, OpCode.WhoAmI,
    ];

    /// <summary>Writes a request without its length.</summary>
    public static void Write(Chance chance, JuteWriter writer, int xid)
    {
        var type = chance.OneIn(100) ? OpCode.CloseSession : chance.Of(_types);
        new RequestHeader(type switch { OpCode.Ping => Xid.Ping, OpCode.Auth => Xid.Auth, OpCode.SetWatches => Xid.SetWatches, _ => xid }, type).Write(writer);
        if (CreateRecord.Is(type)) WriteCreate(chance, writer, type);
        else WriteBody(chance, writer, type);
    }

    private static void WriteCreate(Chance chance, JuteWriter writer, int type)
    {
        var mode = type switch { OpCode.CreateContainer => CreateMode.Container, OpCode.CreateTtl => chance.Of(CreateMode.PersistentWithTtl, CreateMode.PersistentSequentialWithTtl), _ => (CreateMode)chance.Below(5) };
        CreateRecord.Write(writer, type, Create(chance, mode));
    }

    private static ZnodeOperation.Create Create(Chance chance, CreateMode mode) => new(
        RandomValues.Path(chance), RandomValues.Data(chance), mode, RandomValues.Acls(chance), CreateModes.IsTimed(mode) ? TimeSpan.FromMilliseconds(1 + chance.Below(5000)) : null);

    private static void WriteBody(Chance chance, JuteWriter writer, int type)
    {
        switch (type)
        {
            case OpCode.Delete or OpCode.Check: new PathVersionRequest(RandomValues.Path(chance), RandomValues.Version(chance)).Write(writer); break;
            case OpCode.SetData: new SetDataRequest(RandomValues.Path(chance), RandomValues.Data(chance), RandomValues.Version(chance)).Write(writer); break;
            case OpCode.SetAcl: new SetAclRequest(RandomValues.Path(chance), RandomValues.Acls(chance), RandomValues.Version(chance)).Write(writer); break;
            case OpCode.Multi: WriteMulti(chance, writer); break;
            case OpCode.MultiRead: WriteMultiRead(chance, writer); break;
            case OpCode.SetWatches: WriteWatches(chance, writer, lists: 3); break;
            case OpCode.SetWatches2: WriteWatches(chance, writer, lists: 5); break;
            case OpCode.AddWatch or OpCode.RemoveWatches or OpCode.CheckWatches: new PathTypeRequest(RandomValues.Path(chance), chance.Below(7)).Write(writer); break;
            case OpCode.Exists or OpCode.GetData or OpCode.GetChildren or OpCode.GetChildren2: new PathWatchRequest(RandomValues.Path(chance), chance.OneIn(2)).Write(writer); break;
            case OpCode.Auth: new AuthRequest(0, chance.Of("digest", "digest", "digest", "ip", "sasl"), [.. "user"u8, (byte)('0' + chance.Below(10)), .. ":secret"u8]).Write(writer); break;
            case OpCode.Ping or OpCode.WhoAmI or OpCode.CloseSession: break;
            default: writer.WriteString(RandomValues.Path(chance)); break;
        }
    }

    private static void WriteMulti(Chance chance, JuteWriter writer)
    {
        for (var left = chance.OneIn(50) ? chance.Below(200) : chance.Below(6); left > 0; left--)
        {
            ZnodeOperation operation = chance.Below(5) switch
            {
                0 => new ZnodeOperation.Delete(RandomValues.Path(chance), RandomValues.Version(chance)),
                1 => new ZnodeOperation.SetData(RandomValues.Path(chance), RandomValues.Data(chance), RandomValues.Version(chance)),
                2 => new ZnodeOperation.Check(RandomValues.Path(chance), RandomValues.Version(chance)),
                _ => Create(chance, (CreateMode)chance.Below(7)),
            };
            MultiRequest.WriteOperation(writer, operation, createHasStat: chance.OneIn(2));
        }

        MultiHeader.End.Write(writer);
    }

    private static void WriteMultiRead(Chance chance, JuteWriter writer)
    {
        for (var left = chance.Below(6); left > 0; left--)
        {
            var path = RandomValues.Path(chance);
            MultiReadRequest.WriteRead(writer, chance.OneIn(2) ? new ZnodeRead.GetData(path) : new ZnodeRead.GetChildren(path), path);
        }

        MultiHeader.End.Write(writer);
    }

    private static void WriteWatches(Chance chance, JuteWriter writer, int lists)
    {
        writer.WriteLong(chance.Below(100));
        for (; lists > 0; lists--) writer.WriteTexts(RandomValues.Paths(chance));
    }
}
