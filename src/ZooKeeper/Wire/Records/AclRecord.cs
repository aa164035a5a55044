namespace ChefActors.ZooKeeper.Wire.Records;

/// <summary>Lists of <see cref="Acl"/> on the wire; a null list stays null (the server refuses it as invalid).</summary>
internal static class AclRecord
{
    private const int SmallestItem = 12;

    public static IReadOnlyList<Acl>? ReadList(ref JuteReader reader)
    {
        var count = reader.ReadCount(SmallestItem);
        if (count < 0) return null;
        var list = new Acl[count];
        for (var i = 0; i < count; i++) list[i] = new Acl((ZnodePermissions)reader.ReadInt(), reader.ReadText(), reader.ReadText());
        return list;
    }

    public static void WriteList(JuteWriter writer, IReadOnlyList<Acl>? list)
    {
        writer.WriteInt(list?.Count ?? -1);
        for (var i = 0; i < list?.Count; i++)
        {
            writer.WriteInt((int)list[i].Permissions);
            writer.WriteString(list[i].Scheme);
            writer.WriteString(list[i].Id);
        }
    }
}
