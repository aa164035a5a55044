namespace ChefActors.ZooKeeper.Wire.Records;

/// <summary>delete, check.</summary>
internal readonly record struct PathVersionRequest(string Path, int Version)
{
    public static PathVersionRequest Read(ref JuteReader reader) => new(reader.ReadText(), reader.ReadInt());

    public void Write(JuteWriter writer)
    {
        writer.WriteString(Path);
        writer.WriteInt(Version);
    }
}
