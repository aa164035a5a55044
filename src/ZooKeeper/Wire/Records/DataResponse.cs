namespace ChefActors.ZooKeeper.Wire.Records;

/// <summary>Reply of getData.</summary>
internal readonly record struct DataResponse(byte[]? Data, Stat Stat)
{
    public static DataResponse Read(ref JuteReader reader) => new(reader.ReadBuffer(), StatRecord.Read(ref reader));

    public void Write(JuteWriter writer)
    {
        writer.WriteBuffer(Data);
        StatRecord.Write(writer, Stat);
    }
}
