namespace ChefActors.ZooKeeper.Wire.Records;

/// <summary>create, create2, createContainer, and the beginning of createTTL; <c>Flags</c> is a <see cref="CreateMode"/>, if it is any.</summary>
internal readonly record struct CreateRequest(string Path, byte[]? Data, IReadOnlyList<Acl>? Acl, int Flags)
{
    public static CreateRequest Read(ref JuteReader reader) => new(reader.ReadText(), reader.ReadBuffer(), AclRecord.ReadList(ref reader), reader.ReadInt());

    public void Write(JuteWriter writer)
    {
        writer.WriteString(Path);
        writer.WriteBuffer(Data);
        AclRecord.WriteList(writer, Acl);
        writer.WriteInt(Flags);
    }
}
