namespace ChefActors.ZooKeeper.Wire.Records;

/// <summary>Reply of exists, setData, setACL.</summary>
internal readonly record struct StatResponse(Stat Stat)
{
    public static StatResponse Read(ref JuteReader reader) => new(StatRecord.Read(ref reader));

    public void Write(JuteWriter writer)
    {
        StatRecord.Write(writer, Stat);
    }
}
