namespace ChefActors.ZooKeeper.Embedded.Network;

/// <summary>What each connection, and all together, may make wait.</summary>
/// <param name="Requests">Requests of one connection.</param>
/// <param name="RequestBytes">Bytes of them; a single one may have more.</param>
/// <param name="AnswerBytes">Bytes of answers and events to one connection; more end it. At a sixteenth no further request of it is taken.</param>
/// <param name="Frame">Bytes of one request.</param>
/// <param name="All">What all connections together may make wait.</param>
internal sealed record ConnectionLimits(int Requests, int RequestBytes, long AnswerBytes, int Frame, WaitingRequests All)
{
    private const int MaxRequestBytes = 2 << 20;

    public long AnswerBytesToPause => AnswerBytes / 16;

    public static ConnectionLimits Of(EmbeddedOptions options) => new(
        options.MaxOutstandingPerConnection, MaxRequestBytes, options.MaxUnreadBytes, options.RequestFrameLimit,
        new WaitingRequests(options.MaxOutstanding, options.MaxOutstandingBytes));
}
