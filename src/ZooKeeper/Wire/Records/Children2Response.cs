namespace ChefActors.ZooKeeper.Wire.Records;

/// <summary>Reply of getChildren2.</summary>
internal readonly record struct Children2Response(IReadOnlyList<string> Names, Stat Stat)
{
    public static Children2Response Read(ref JuteReader reader) => new(reader.ReadTexts(), StatRecord.Read(ref reader));

    public void Write(JuteWriter writer)
    {
        writer.WriteTexts(Names);
        StatRecord.Write(writer, Stat);
    }
}
