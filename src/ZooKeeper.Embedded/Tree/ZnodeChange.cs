namespace ChefActors.ZooKeeper.Embedded.Tree;

/// <summary>
/// One thing that watches can see, in the order of a real server: a create is NodeCreated on the znode, then NodeChildrenChanged on its
/// parent; a delete NodeDeleted, then NodeChildrenChanged on the parent; setting data NodeDataChanged. Setting an ACL is none.
/// </summary>
internal readonly record struct ZnodeChange(WatchEventType Type, string Path);
