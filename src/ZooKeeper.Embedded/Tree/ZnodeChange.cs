namespace ChefActors.ZooKeeper.Embedded.Tree;

/// <summary>
/// One thing that watches can see, in the order of a real server: a create is NodeCreated on the znode, then NodeChildrenChanged on its
/// parent; a delete NodeDeleted, then NodeChildrenChanged on the parent; setting data NodeDataChanged. Setting an ACL is none.
/// <c>Acl</c> is that of the znode: who may not read it is not told (servers since 3.8.4, and Debian's 3.8.0).
/// </summary>
internal readonly record struct ZnodeChange(WatchEventType Type, string Path, IReadOnlyList<Acl> Acl);
