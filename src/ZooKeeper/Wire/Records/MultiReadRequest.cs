namespace ChefActors.ZooKeeper.Wire.Records;

/// <summary>multiRead: reads without watches, each behind a <see cref="MultiHeader"/>.</summary>
internal readonly record struct MultiReadRequest(IReadOnlyList<ZnodeRead> Reads)
{
    /// <exception cref="WireFormatException">It holds something else than getData and getChildren.</exception>
    public static MultiReadRequest Read(ref JuteReader reader)
    {
        var reads = new List<ZnodeRead>();
        while (true)
        {
            var header = MultiHeader.Read(ref reader);
            if (header.Done) return new MultiReadRequest(reads);
            if (header.Type is not (OpCode.GetData or OpCode.GetChildren)) throw new WireFormatException($"a multiRead holds an operation of type {header.Type}");
            var path = PathWatchRequest.Read(ref reader).Path;
            reads.Add(header.Type == OpCode.GetData ? new ZnodeRead.GetData(path) : new ZnodeRead.GetChildren(path));
        }
    }

    public void Write(JuteWriter writer)
    {
        for (var i = 0; i < Reads.Count; i++) WriteRead(writer, Reads[i], Reads[i].Path);
        MultiHeader.End.Write(writer);
    }

    /// <summary>One read with its header; the end is <see cref="MultiHeader.End"/>.</summary>
    public static void WriteRead(JuteWriter writer, ZnodeRead read, string path)
    {
        new MultiHeader(read is ZnodeRead.GetData ? OpCode.GetData : OpCode.GetChildren, Done: false, -1).Write(writer);
        new PathWatchRequest(path, Watch: false).Write(writer);
    }
}
