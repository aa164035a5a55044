namespace ChefActors.ZooKeeper.Watches;

/// <summary>The one-shot watches of a server. Exist: set by exists on a znode that was missing.</summary>
internal enum WatchKind
{
    Data,
    Exist,
    Child,
}
