using ChefActors.ZooKeeper.Wire;

namespace ChefActors.ZooKeeper;

/// <summary>
/// The server does not know the operation, and has closed the connection with it: the session goes on over another one, requests that were
/// in flight behind it are lost. An application asks once, not again and again.
/// </summary>
public sealed class UnimplementedException(string operation, string? path)
    : ZooKeeperException(ErrorCode.Unimplemented, operation, path, $"the server does not know {operation}; {OperationSince.Text(operation)}")
{
    /// <summary>The first server version that knows it, such as <c>3.6.0</c>; null when every server does that this client works with.</summary>
    public string? Since { get; } = OperationSince.Version(operation);
}
