namespace ChefActors.ZooKeeper;

/// <summary>The session is over; a new one is a new client. A request that was in flight may have taken effect before.</summary>
public sealed class SessionExpiredException(string operation, string? path, bool outcomeUnknown)
    : ZooKeeperException(ErrorCode.SessionExpired, operation, path, outcomeUnknown ? "the session has ended; it may have happened" : "the session has ended")
{
    /// <inheritdoc />
    public override bool OutcomeUnknown { get; } = outcomeUnknown;
}
