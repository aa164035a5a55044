namespace ChefActors.ZooKeeper.Wire.Records;

/// <summary>In front of every operation and result of a multi; closed by <see cref="End"/>.</summary>
internal readonly record struct MultiHeader(int Type, bool Done, int Error)
{
    /// <summary>The type of a result that is an error.</summary>
    public const int ErrorType = -1;

    /// <summary>Bytes.</summary>
    public const int Size = 9;

    public static MultiHeader End => new(-1, Done: true, -1);

    public static MultiHeader Read(ref JuteReader reader) => new(reader.ReadInt(), reader.ReadBool(), reader.ReadInt());

    public void Write(JuteWriter writer)
    {
        writer.WriteInt(Type);
        writer.WriteBool(Done);
        writer.WriteInt(Error);
    }
}
