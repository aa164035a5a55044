namespace ChefActors.ZooKeeper.Wire.Records;

/// <summary>
/// The first frame of a connection. <c>SessionId</c> 0 asks for a new session. <c>ReadOnly</c> is null when the peer left it out
/// (before 3.4); the answer leaves it out then too.
/// </summary>
internal readonly record struct ConnectRequest(
    int ProtocolVersion, long LastZxidSeen, int TimeoutMs, long SessionId, byte[]? Password, bool? ReadOnly)
{
    public static ConnectRequest Read(ref JuteReader reader) => new(
        reader.ReadInt(), reader.ReadLong(), reader.ReadInt(), reader.ReadLong(), reader.ReadBuffer(), reader.Remaining > 0 ? reader.ReadBool() : null);

    public void Write(JuteWriter writer)
    {
        writer.WriteInt(ProtocolVersion);
        writer.WriteLong(LastZxidSeen);
        writer.WriteInt(TimeoutMs);
        writer.WriteLong(SessionId);
        writer.WriteBuffer(Password);
        if (ReadOnly is { } readOnly) writer.WriteBool(readOnly);
    }

    /// <summary>Without the password.</summary>
    public override string ToString() => $"connect session 0x{SessionId:x} time-out {TimeoutMs} ms zxid 0x{LastZxidSeen:x}";
}
