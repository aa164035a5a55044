namespace ChefActors.ZooKeeper.Wire.Records;

/// <summary>A notification (xid -1): <c>Type</c> and <c>State</c> are Watcher.Event's numbers, <c>Path</c> the server's full path.</summary>
internal readonly record struct WatcherEventRecord(int Type, int State, string Path)
{
    public static WatcherEventRecord Read(ref JuteReader reader) => new(reader.ReadInt(), reader.ReadInt(), reader.ReadText());

    public void Write(JuteWriter writer)
    {
        writer.WriteInt(Type);
        writer.WriteInt(State);
        writer.WriteString(Path);
    }
}
