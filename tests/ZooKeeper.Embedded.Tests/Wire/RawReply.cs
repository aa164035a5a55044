using ChefActors.ZooKeeper.Wire;
using ChefActors.ZooKeeper.Wire.Records;

namespace ChefActors.ZooKeeper.Embedded.Tests.Wire;

internal delegate T RecordReader<out T>(ref JuteReader reader);

/// <summary>A frame from the server: its header, and the rest as it came.</summary>
internal sealed record RawReply(ReplyHeader Header, byte[] Body)
{
    public T As<T>(RecordReader<T> read)
    {
        Assert.Equal(ErrorCode.Ok, Header.Error);
        var reader = new JuteReader(Body);
        var record = read(ref reader);
        Assert.Equal(0, reader.Remaining);
        return record;
    }

    public (WatchEventType Type, string Path) AsEvent()
    {
        Assert.Equal(Xid.Notification, Header.Xid);
        var record = As(WatcherEventRecord.Read);
        return ((WatchEventType)record.Type, record.Path);
    }
}
