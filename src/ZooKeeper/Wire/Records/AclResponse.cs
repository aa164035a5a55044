namespace ChefActors.ZooKeeper.Wire.Records;

/// <summary>Reply of getACL.</summary>
internal readonly record struct AclResponse(IReadOnlyList<Acl>? Acl, Stat Stat)
{
    public static AclResponse Read(ref JuteReader reader) => new(AclRecord.ReadList(ref reader), StatRecord.Read(ref reader));

    public void Write(JuteWriter writer)
    {
        AclRecord.WriteList(writer, Acl);
        StatRecord.Write(writer, Stat);
    }
}
