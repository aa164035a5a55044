namespace ChefActors.ZooKeeper.Wire.Records;

/// <summary>
/// The answer to <see cref="ConnectRequest"/>. A <c>TimeoutMs</c> of 0 or less says that the session has expired or the password is wrong.
/// </summary>
internal readonly record struct ConnectResponse(int ProtocolVersion, int TimeoutMs, long SessionId, byte[]? Password, bool? ReadOnly)
{
    public static ConnectResponse Read(ref JuteReader reader) => new(
        reader.ReadInt(), reader.ReadInt(), reader.ReadLong(), reader.ReadBuffer(), reader.Remaining > 0 ? reader.ReadBool() : null);

    public void Write(JuteWriter writer)
    {
        writer.WriteInt(ProtocolVersion);
        writer.WriteInt(TimeoutMs);
        writer.WriteLong(SessionId);
        writer.WriteBuffer(Password);
        if (ReadOnly is { } readOnly) writer.WriteBool(readOnly);
    }

    /// <summary>Without the password.</summary>
    public override string ToString() => $"connected session 0x{SessionId:x} time-out {TimeoutMs} ms";
}
