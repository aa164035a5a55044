namespace ChefActors.ZooKeeper.Wire.Records;

/// <summary>Reply of create and sync.</summary>
internal readonly record struct PathResponse(string Path)
{
    public static PathResponse Read(ref JuteReader reader) => new(reader.ReadText());

    public void Write(JuteWriter writer)
    {
        writer.WriteString(Path);
    }
}
