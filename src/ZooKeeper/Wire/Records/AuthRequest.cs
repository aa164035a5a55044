namespace ChefActors.ZooKeeper.Wire.Records;

/// <summary>auth; <c>Type</c> is 0. Never printed: it holds credentials.</summary>
internal readonly record struct AuthRequest(int Type, string Scheme, byte[]? Credentials)
{
    public static AuthRequest Read(ref JuteReader reader) => new(reader.ReadInt(), reader.ReadText(), reader.ReadBuffer());

    public void Write(JuteWriter writer)
    {
        writer.WriteInt(Type);
        writer.WriteString(Scheme);
        writer.WriteBuffer(Credentials);
    }

    public override string ToString() => $"auth {Scheme}";
}
