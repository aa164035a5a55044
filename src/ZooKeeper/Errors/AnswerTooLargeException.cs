namespace ChefActors.ZooKeeper;

/// <summary>
/// The answer is larger than <see cref="ZooKeeperOptions.AnswerLimit"/>; none of it was taken, and the connection ended with it. To try again
/// without raising the limit or asking for less gives the same.
/// </summary>
public sealed class AnswerTooLargeException(string operation, string? path, int bytes, int limit, bool outcomeUnknown)
    : ZooKeeperException(
        ErrorCode.MarshallingError, operation, path,
        $"the answer has {bytes} bytes, at most {limit} are taken; raise {nameof(ZooKeeperOptions)}.{nameof(ZooKeeperOptions.AnswerLimit)} or ask for less")
{
    /// <summary>Size of the answer's frame in bytes.</summary>
    public int Bytes { get; } = bytes;

    /// <summary>The limit in bytes.</summary>
    public int Limit { get; } = limit;

    /// <inheritdoc />
    public override bool OutcomeUnknown { get; } = outcomeUnknown;
}
