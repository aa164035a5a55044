namespace ChefActors.ZooKeeper.Embedded.Watches;

/// <summary>An event for one watcher.</summary>
internal readonly record struct WatchFiring<TWatcher>(TWatcher Watcher, WatchEventType Type, string Path);
