namespace ChefActors.ZooKeeper.Wire.Records;

/// <summary>setWatches2: as setWatches, and the persistent ones.</summary>
internal readonly record struct SetWatches2Request(long RelativeZxid, IReadOnlyList<string> Data, IReadOnlyList<string> Exist, IReadOnlyList<string> Child, IReadOnlyList<string> Persistent, IReadOnlyList<string> Recursive)
{
    public static SetWatches2Request Read(ref JuteReader reader) => new(reader.ReadLong(), reader.ReadTexts(), reader.ReadTexts(), reader.ReadTexts(), reader.ReadTexts(), reader.ReadTexts());

    public void Write(JuteWriter writer)
    {
        writer.WriteLong(RelativeZxid);
        writer.WriteTexts(Data);
        writer.WriteTexts(Exist);
        writer.WriteTexts(Child);
        writer.WriteTexts(Persistent);
        writer.WriteTexts(Recursive);
    }
}
