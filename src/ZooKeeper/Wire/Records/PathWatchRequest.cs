namespace ChefActors.ZooKeeper.Wire.Records;

/// <summary>exists, getData, getChildren, getChildren2.</summary>
internal readonly record struct PathWatchRequest(string Path, bool Watch)
{
    public static PathWatchRequest Read(ref JuteReader reader) => new(reader.ReadText(), reader.ReadBool());

    public void Write(JuteWriter writer)
    {
        writer.WriteString(Path);
        writer.WriteBool(Watch);
    }
}
