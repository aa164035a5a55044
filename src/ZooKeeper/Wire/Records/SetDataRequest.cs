namespace ChefActors.ZooKeeper.Wire.Records;

/// <summary>setData.</summary>
internal readonly record struct SetDataRequest(string Path, byte[]? Data, int Version)
{
    public static SetDataRequest Read(ref JuteReader reader) => new(reader.ReadText(), reader.ReadBuffer(), reader.ReadInt());

    public void Write(JuteWriter writer)
    {
        writer.WriteString(Path);
        writer.WriteBuffer(Data);
        writer.WriteInt(Version);
    }
}
