namespace ChefActors.ZooKeeper.Wire.Records;

/// <summary>multi: operations, each behind a <see cref="MultiHeader"/>. <see cref="CreatesHaveStat"/> has one flag per operation.</summary>
/// <param name="Operations">In order.</param>
/// <param name="CreatesHaveStat">Per operation: true for a create2, whose result carries a Stat; false for create and all others.</param>
internal readonly record struct MultiRequest(IReadOnlyList<ZnodeOperation> Operations, IReadOnlyList<bool> CreatesHaveStat)
{
    /// <exception cref="WireFormatException">It holds an operation that is none of a create, delete, setData, check.</exception>
    public static MultiRequest Read(ref JuteReader reader)
    {
        var operations = new List<ZnodeOperation>();
        var withStat = new List<bool>();
        while (true)
        {
            var header = MultiHeader.Read(ref reader);
            if (header.Done) return new MultiRequest(operations, withStat);
            operations.Add(ReadOperation(header.Type, ref reader));
            withStat.Add(header.Type == OpCode.Create2);
        }
    }

    /// <summary>Creates are written as create2, whatever <see cref="CreatesHaveStat"/> says false for is written as create.</summary>
    public void Write(JuteWriter writer)
    {
        for (var i = 0; i < Operations.Count; i++) WriteOperation(writer, Operations[i], CreatesHaveStat[i]);
        MultiHeader.End.Write(writer);
    }

    /// <summary>One operation with its header; the end is <see cref="MultiHeader.End"/>.</summary>
    public static void WriteOperation(JuteWriter writer, ZnodeOperation operation, bool createHasStat) =>
        WriteOperation(writer, operation, operation.Path, defaultAcl: null, createHasStat);

    /// <summary>The same at the server's path, with an ACL for a create that has none.</summary>
    public static void WriteOperation(JuteWriter writer, ZnodeOperation operation, string path, IReadOnlyList<Acl>? defaultAcl, bool createHasStat)
    {
        switch (operation)
        {
            case ZnodeOperation.Create create:
                var type = CreateModes.OpCodeOf(create.Mode);
                if (type == OpCode.Create2 && !createHasStat) type = OpCode.Create;
                Header(type).Write(writer);
                CreateRecord.Write(writer, type, create, path, defaultAcl);
                break;
            case ZnodeOperation.Delete delete:
                Header(OpCode.Delete).Write(writer);
                new PathVersionRequest(path, delete.Version).Write(writer);
                break;
            case ZnodeOperation.SetData set:
                Header(OpCode.SetData).Write(writer);
                new SetDataRequest(path, set.Data, set.Version).Write(writer);
                break;
            case ZnodeOperation.Check check:
                Header(OpCode.Check).Write(writer);
                new PathVersionRequest(path, check.Version).Write(writer);
                break;
            default:
                throw new ArgumentException($"{operation?.GetType().Name ?? "null"} is no operation of a transaction", nameof(operation));
        }
    }

    private static MultiHeader Header(int type) => new(type, Done: false, -1);

    private static ZnodeOperation ReadOperation(int type, ref JuteReader reader)
    {
        switch (type)
        {
            case OpCode.Create or OpCode.Create2 or OpCode.CreateContainer or OpCode.CreateTtl:
                return CreateRecord.Read(type, ref reader);
            case OpCode.Delete:
                var delete = PathVersionRequest.Read(ref reader);
                return new ZnodeOperation.Delete(delete.Path, delete.Version);
            case OpCode.SetData:
                var set = SetDataRequest.Read(ref reader);
                return new ZnodeOperation.SetData(set.Path, set.Data, set.Version);
            case OpCode.Check:
                var check = PathVersionRequest.Read(ref reader);
                return new ZnodeOperation.Check(check.Path, check.Version);
            default:
                throw new WireFormatException($"a multi holds an operation of type {type}");
        }
    }
}
