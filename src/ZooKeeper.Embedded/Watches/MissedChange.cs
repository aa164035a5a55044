namespace ChefActors.ZooKeeper.Embedded.Watches;

/// <summary>
/// What a watch that a client brings along after a reconnect has missed, by comparing what is there with the zxid that the client saw last
/// (DataTree.setWatches). Null: nothing, so it is armed again.
/// </summary>
internal static class MissedChange
{
    public static WatchEventType? OfData(Stat? now, long seenZxid) =>
        now is not { } stat ? WatchEventType.NodeDeleted : stat.Mzxid > seenZxid ? WatchEventType.NodeDataChanged : null;

    public static WatchEventType? OfExist(Stat? now) => now is null ? null : WatchEventType.NodeCreated;

    public static WatchEventType? OfChildren(Stat? now, long seenZxid) =>
        now is not { } stat ? WatchEventType.NodeDeleted : stat.Pzxid > seenZxid ? WatchEventType.NodeChildrenChanged : null;
}
