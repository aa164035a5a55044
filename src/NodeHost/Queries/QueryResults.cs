using ChefActors.Core.Commands;
using ChefActors.Core.Results;

namespace ChefActors.NodeHost.Queries;

/// <summary>Results of queries: nothing ran, so there is no mode, run-list, attempt or start.</summary>
internal static class QueryResults
{
    /// <summary>An answer: a success, or a failure that says why.</summary>
    internal static CommandResult Of(Command command, QueryAnswer answer, string agentVersion, DateTimeOffset receivedAt, DateTimeOffset now) => new()
    {
        Command = command.Id,
        Rollout = command.Rollout,
        Node = command.Node,
        State = answer.Failure is null ? ResultState.Succeeded : ResultState.Failed,
        Reason = answer.Failure,
        Answer = answer.Json,
        ReceivedAt = receivedAt,
        FinishedAt = now,
        AgentVersion = agentVersion,
    };

    /// <summary>A refusal of something that may not even be a command.</summary>
    internal static CommandResult Refusal(string id, Command? command, string node, ResultState state, Reason reason, string agentVersion, DateTimeOffset now) => new()
    {
        Command = id,
        Rollout = command?.Rollout ?? id,
        Node = node,
        State = state,
        Reason = reason,
        ReceivedAt = now,
        FinishedAt = now,
        AgentVersion = agentVersion,
    };
}
