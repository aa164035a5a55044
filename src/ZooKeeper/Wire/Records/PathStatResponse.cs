namespace ChefActors.ZooKeeper.Wire.Records;

/// <summary>Reply of create2.</summary>
internal readonly record struct PathStatResponse(string Path, Stat Stat)
{
    public static PathStatResponse Read(ref JuteReader reader) => new(reader.ReadText(), StatRecord.Read(ref reader));

    public void Write(JuteWriter writer)
    {
        writer.WriteString(Path);
        StatRecord.Write(writer, Stat);
    }
}
