namespace ChefActors.ZooKeeper.Wire.Records;

/// <summary>addWatch (type 0 persistent, 1 recursive), checkWatches and removeWatches (1 children, 2 data, 3 any).</summary>
internal readonly record struct PathTypeRequest(string Path, int Type)
{
    public static PathTypeRequest Read(ref JuteReader reader) => new(reader.ReadText(), reader.ReadInt());

    public void Write(JuteWriter writer)
    {
        writer.WriteString(Path);
        writer.WriteInt(Type);
    }
}
