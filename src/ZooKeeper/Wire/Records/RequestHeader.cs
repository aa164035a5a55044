namespace ChefActors.ZooKeeper.Wire.Records;

/// <summary>In front of every request but the first of a connection.</summary>
internal readonly record struct RequestHeader(int Xid, int Type)
{
    public static RequestHeader Read(ref JuteReader reader) => new(reader.ReadInt(), reader.ReadInt());

    public void Write(JuteWriter writer)
    {
        writer.WriteInt(Xid);
        writer.WriteInt(Type);
    }
}
