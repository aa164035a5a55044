namespace ChefActors.ZooKeeper.Wire.Records;

/// <summary>The reply to a multiRead: a result per read, each an answer or an error of its own.</summary>
internal readonly record struct MultiReadResponse(IReadOnlyList<ZnodeReadResult> Results)
{
    /// <exception cref="WireFormatException">A result has a type that was not asked for.</exception>
    public static MultiReadResponse Read(ref JuteReader reader)
    {
        var results = new List<ZnodeReadResult>();
        while (true)
        {
            var header = MultiHeader.Read(ref reader);
            if (header.Done) return new MultiReadResponse(results);
            results.Add(ReadBody(header.Type, ref reader));
        }
    }

    public void Write(JuteWriter writer)
    {
        for (var i = 0; i < Results.Count; i++) Write(writer, Results[i]);
        MultiHeader.End.Write(writer);
    }

    private static ZnodeReadResult ReadBody(int type, ref JuteReader reader)
    {
        switch (type)
        {
            case OpCode.GetData:
                var data = DataResponse.Read(ref reader);
                return new ZnodeReadResult(ErrorCode.Ok, new ZnodeData(data.Data, data.Stat));
            case OpCode.GetChildren:
                return new ZnodeReadResult(ErrorCode.Ok, Children: ChildrenResponse.Read(ref reader).Names);
            case MultiHeader.ErrorType:
                return new ZnodeReadResult((ErrorCode)reader.ReadInt());
            default:
                throw new WireFormatException($"a multiRead's result has type {type}");
        }
    }

    private static void Write(JuteWriter writer, in ZnodeReadResult result)
    {
        if (result.Data is { } data)
        {
            new MultiHeader(OpCode.GetData, Done: false, 0).Write(writer);
            new DataResponse(data.Data, data.Stat).Write(writer);
        }
        else if (result.Children is { } names)
        {
            new MultiHeader(OpCode.GetChildren, Done: false, 0).Write(writer);
            new ChildrenResponse(names).Write(writer);
        }
        else
        {
            MultiResult.Failed(result.Error).Write(writer);
        }
    }
}
