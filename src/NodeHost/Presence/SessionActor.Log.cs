using ChefActors.ZooKeeper;
using Microsoft.Extensions.Logging;

namespace ChefActors.NodeHost.Presence;

internal sealed partial class SessionActor
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "no session with ZooKeeper at {Servers}: {Error}")]
    private static partial void LogConnectFailed(ILogger logger, string servers, string error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "registration failed, trying again in 5 s: {Error}")]
    private static partial void LogRegistrationFailed(ILogger logger, string error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "the znode alive is gone although the session lives: somebody deleted it; registering again")]
    private static partial void LogRegistrationLost(ILogger logger);

    [LoggerMessage(Level = LogLevel.Information, Message = "registered in cluster {Cluster} ({ClusterId})")]
    private static partial void LogRegistered(ILogger logger, string cluster, string clusterId);

    [LoggerMessage(Level = LogLevel.Error, Message = "another node host has this name: {By}. Nothing is claimed here until it is gone; give this one another --name if both are meant to run")]
    private static partial void LogOccupied(ILogger logger, string by);

    [LoggerMessage(Level = LogLevel.Error, Message = "this ZooKeeper is cluster {Found} ({FoundId}), this node belongs to {Expected}: check the connection string, or start once with --adopt-cluster")]
    private static partial void LogWrongCluster(ILogger logger, string found, string foundId, string expected);

    [LoggerMessage(Level = LogLevel.Error, Message = "the znode /chefactors cannot be read: {Why}")]
    private static partial void LogBadCluster(ILogger logger, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "the connection to ZooKeeper at {Servers} is lost; the session may live on")]
    private static partial void LogDisconnected(ILogger logger, string servers);

    [LoggerMessage(Level = LogLevel.Warning, Message = "the session is over: {State}")]
    private static partial void LogSessionOver(ILogger logger, SessionState state);
}
