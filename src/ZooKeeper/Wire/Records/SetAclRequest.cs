namespace ChefActors.ZooKeeper.Wire.Records;

/// <summary>setACL.</summary>
internal readonly record struct SetAclRequest(string Path, IReadOnlyList<Acl>? Acl, int Version)
{
    public static SetAclRequest Read(ref JuteReader reader) => new(reader.ReadText(), AclRecord.ReadList(ref reader), reader.ReadInt());

    public void Write(JuteWriter writer)
    {
        writer.WriteString(Path);
        AclRecord.WriteList(writer, Acl);
        writer.WriteInt(Version);
    }
}
