using ChefActors.Controller.Rollouts;
using ChefActors.ZooKeeper;
using Microsoft.Extensions.Logging;

namespace ChefActors.Controller.Ownership;

internal sealed partial class ControllerActor
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Driving rollout {Rollout}, epoch {Epoch}")]
    private static partial void LogDriving(ILogger log, string rollout, int epoch);

    [LoggerMessage(Level = LogLevel.Information, Message = "Rollout {Rollout}: stopped driving, {Reason}")]
    private static partial void LogStopped(ILogger log, string rollout, StopReason reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Rollout {Rollout} broke, for the {Times}. time in a row")]
    private static partial void LogBroken(ILogger log, string rollout, int times, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The ZooKeeper session is over ({State}); {Rollouts} rollouts are taken over in the next")]
    private static partial void LogSessionOver(ILogger log, SessionState state, int rollouts);

    [LoggerMessage(Level = LogLevel.Error, Message = "No ZooKeeper session: {Error}")]
    private static partial void LogNoSession(ILogger log, string error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The end of a ZooKeeper session failed")]
    private static partial void LogCloseFailed(ILogger log, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "An actor of a rollout failed")]
    private static partial void LogChildFailed(ILogger log, Exception exception);
}
