namespace ChefActors.ZooKeeper.Wire.Records;

/// <summary>A create as an operation, in the record of its type: create, create2, createContainer or createTTL.</summary>
internal static class CreateRecord
{
    /// <summary>Whether it is the type of a create.</summary>
    public static bool Is(int type) => type is OpCode.Create or OpCode.Create2 or OpCode.CreateContainer or OpCode.CreateTtl;

    /// <summary>The type says what is made: the container's flag in a plain create makes a plain znode, as on Apache's server.</summary>
    public static ZnodeOperation.Create Read(int type, ref JuteReader reader)
    {
        var request = CreateRequest.Read(ref reader);
        var mode = (CreateMode)request.Flags;
        if (type == OpCode.CreateContainer) mode = mode < CreateMode.Container ? CreateMode.Container : mode;
        else if (mode == CreateMode.Container) mode = CreateMode.Persistent;
        TimeSpan? timeToLive = type == OpCode.CreateTtl ? CreateModes.FromWire(reader.ReadLong()) : null;
        return new ZnodeOperation.Create(request.Path, request.Data, mode, request.Acl ?? [], timeToLive);
    }

    public static void Write(JuteWriter writer, int type, ZnodeOperation.Create create) => Write(writer, type, create, create.Path, create.Acl);

    /// <summary>At another path, and with <paramref name="defaultAcl"/> unless it has an ACL of its own.</summary>
    public static void Write(JuteWriter writer, int type, ZnodeOperation.Create create, string path, IReadOnlyList<Acl>? defaultAcl)
    {
        new CreateRequest(path, create.Data, create.Acl ?? defaultAcl, (int)create.Mode).Write(writer);
        if (type == OpCode.CreateTtl) writer.WriteLong((long)create.TimeToLive.GetValueOrDefault().TotalMilliseconds);
    }
}
