namespace ChefActors.ZooKeeper.Wire.Records;

/// <summary>Reply of whoAmI.</summary>
internal readonly record struct WhoAmIResponse(IReadOnlyList<ClientIdentity> Identities)
{
    private const int SmallestItem = 8;

    public static WhoAmIResponse Read(ref JuteReader reader)
    {
        var identities = new ClientIdentity[Math.Max(0, reader.ReadCount(SmallestItem))];
        for (var i = 0; i < identities.Length; i++) identities[i] = new ClientIdentity(reader.ReadText(), reader.ReadString() ?? "");
        return new WhoAmIResponse(identities);
    }

    public void Write(JuteWriter writer)
    {
        writer.WriteInt(Identities.Count);
        for (var i = 0; i < Identities.Count; i++)
        {
            writer.WriteString(Identities[i].Scheme);
            writer.WriteString(Identities[i].User);
        }
    }
}
