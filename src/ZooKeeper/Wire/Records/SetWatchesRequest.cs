namespace ChefActors.ZooKeeper.Wire.Records;

/// <summary>setWatches: what the client still waits for, after a reconnect.</summary>
internal readonly record struct SetWatchesRequest(long RelativeZxid, IReadOnlyList<string> Data, IReadOnlyList<string> Exist, IReadOnlyList<string> Child)
{
    public static SetWatchesRequest Read(ref JuteReader reader) => new(reader.ReadLong(), reader.ReadTexts(), reader.ReadTexts(), reader.ReadTexts());

    public void Write(JuteWriter writer)
    {
        writer.WriteLong(RelativeZxid);
        writer.WriteTexts(Data);
        writer.WriteTexts(Exist);
        writer.WriteTexts(Child);
    }
}
