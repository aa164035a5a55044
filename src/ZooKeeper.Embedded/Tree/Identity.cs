namespace ChefActors.ZooKeeper.Embedded.Tree;

/// <summary>Who a connection is, as a scheme found out: <c>ip:127.0.0.1</c>, <c>digest:user:base64(sha1(user:password))</c>.</summary>
internal readonly record struct Identity(string Scheme, string Id);
