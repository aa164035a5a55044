using ChefActors.ZooKeeper.Connections;
using Microsoft.Extensions.Logging;

namespace ChefActors.ZooKeeper.Sessions;

internal sealed partial class SessionLoop
{
    [LoggerMessage(10, LogLevel.Debug, "Trying ZooKeeper at {Server}")]
    private static partial void Trying(ILogger logger, ServerAddress server);

    [LoggerMessage(
        11, LogLevel.Warning,
        "ZooKeeper at {Server} cannot be reached: {Reason} (no answer from {Servers} since {Since:yyyy-MM-ddTHH:mm:ssZ}, attempt {Attempt}; next line in {Seconds} s at the soonest)")]
    private static partial void AttemptFailed(ILogger logger, ServerAddress server, string reason, string servers, DateTimeOffset since, int attempt, double seconds);

    [LoggerMessage(12, LogLevel.Information, "ZooKeeper at {Server} answered session 0x{SessionId:x}: {Outcome}")]
    private static partial void Answered(ILogger logger, ServerAddress server, long sessionId, string outcome);

    [LoggerMessage(13, LogLevel.Information, "Session 0x{SessionId:x}: the connection ended ({End}): {Reason}")]
    private static partial void ConnectionEnded(ILogger logger, long sessionId, ConnectionEnd end, string? reason);

    [LoggerMessage(14, LogLevel.Information, "Session 0x{SessionId:x} is {State}")]
    private static partial void StateIs(ILogger logger, long sessionId, SessionState state);

    [LoggerMessage(15, LogLevel.Warning, "Session 0x{SessionId:x} counts as expired: no server was heard for {Seconds:0.0} s")]
    private static partial void ExpiredByOwnClock(ILogger logger, long sessionId, double seconds);

    [LoggerMessage(17, LogLevel.Information, "Session 0x{SessionId:x} moves to another server of {Servers}")]
    private static partial void Leaving(ILogger logger, long sessionId, string servers);

    [LoggerMessage(16, LogLevel.Critical, "Session 0x{SessionId:x}: the client itself failed")]
    private static partial void LoopFailed(ILogger logger, long sessionId, Exception exception);
}
