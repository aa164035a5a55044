namespace ChefActors.ZooKeeper.Embedded;

/// <summary>A request as a fault sees it.</summary>
/// <param name="SessionId">Whose it is.</param>
/// <param name="Operation"><c>create</c>, <c>delete</c>, <c>exists</c>, <c>getData</c>, <c>setData</c>, <c>getChildren</c>, <c>multi</c>, <c>closeSession</c>…</param>
/// <param name="Path">The znode; of a multi the first one; null for requests without a path.</param>
public readonly record struct RequestInfo(long SessionId, string Operation, string? Path);
