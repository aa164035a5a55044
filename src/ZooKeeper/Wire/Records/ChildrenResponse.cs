namespace ChefActors.ZooKeeper.Wire.Records;

/// <summary>Reply of getChildren, getEphemerals.</summary>
internal readonly record struct ChildrenResponse(IReadOnlyList<string> Names)
{
    public static ChildrenResponse Read(ref JuteReader reader) => new(reader.ReadTexts());

    public void Write(JuteWriter writer)
    {
        writer.WriteTexts(Names);
    }
}
