namespace ChefActors.ZooKeeper.Wire.Records;

/// <summary>getACL, sync, getEphemerals, getAllChildrenNumber.</summary>
internal readonly record struct PathRequest(string Path)
{
    public static PathRequest Read(ref JuteReader reader) => new(reader.ReadText());

    public void Write(JuteWriter writer)
    {
        writer.WriteString(Path);
    }
}
