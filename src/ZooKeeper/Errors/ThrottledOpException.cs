namespace ChefActors.ZooKeeper;

/// <summary>It waited too long at the server and was not carried out (servers since 3.7); try again later, not at once.</summary>
public sealed class ThrottledOpException(string operation, string? path) : ZooKeeperException(ErrorCode.ThrottledOp, operation, path, "the server is too busy; it was not carried out");
