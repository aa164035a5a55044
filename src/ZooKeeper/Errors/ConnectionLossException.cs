namespace ChefActors.ZooKeeper;

/// <summary>The connection went away before the answer came. The session may live on.</summary>
public sealed class ConnectionLossException(string operation, string? path, bool outcomeUnknown, Exception? inner = null)
    : ZooKeeperException(ErrorCode.ConnectionLoss, operation, path, outcomeUnknown ? "connection lost; it may have happened" : "connection lost", inner)
{
    /// <inheritdoc />
    public override bool OutcomeUnknown { get; } = outcomeUnknown;
}
