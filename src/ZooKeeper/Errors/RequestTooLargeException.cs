namespace ChefActors.ZooKeeper;

/// <summary>The request is larger than the server's frame limit (<c>jute.maxbuffer</c>); it was not sent and fails alone.</summary>
public sealed class RequestTooLargeException(string operation, string? path, int bytes, int limit)
    : ZooKeeperException(ErrorCode.BadArguments, operation, path, $"the request has {bytes} bytes, at most {limit} are sent ({nameof(ZooKeeperOptions)}.{nameof(ZooKeeperOptions.RequestLimit)}, the server's jute.maxbuffer); split it")
{
    /// <summary>Size of the request's frame in bytes.</summary>
    public int Bytes { get; } = bytes;

    /// <summary>The limit in bytes.</summary>
    public int Limit { get; } = limit;
}
