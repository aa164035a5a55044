namespace ChefActors.ZooKeeper.Wire.Records;

/// <summary>In front of every reply and notification; a body follows only when <c>Error</c> is Ok.</summary>
internal readonly record struct ReplyHeader(int Xid, long Zxid, ErrorCode Error)
{
    public static ReplyHeader Read(ref JuteReader reader) => new(reader.ReadInt(), reader.ReadLong(), (ErrorCode)reader.ReadInt());

    public void Write(JuteWriter writer)
    {
        writer.WriteInt(Xid);
        writer.WriteLong(Zxid);
        writer.WriteInt((int)Error);
    }
}
