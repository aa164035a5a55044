using ChefActors.Core.Commands;
using ChefActors.Core.Results;

namespace ChefActors.NodeHost.Running;

/// <summary>Results that come from no run.</summary>
internal static class RunResults
{
    /// <summary>A result with what the command itself says.</summary>
    internal static CommandResult Of(Command command, ResultState state, Reason? reason, string agentVersion) => new()
    {
        Command = command.Id,
        Rollout = command.Rollout,
        Node = command.Node,
        State = state,
        Reason = reason,
        Mode = command.Mode,
        RunList = command.RunList,
        AgentVersion = agentVersion,
    };

    /// <summary>The refusal of something that may not even be a command.</summary>
    internal static CommandResult Refusal(string id, Command? command, string node, ResultState state, Reason reason, DateTimeOffset now, string agentVersion)
    {
        var isSlot = CommandId.TryParseSlot(id, out _);
        var basis = command is null
            ? new CommandResult { Command = id, Rollout = isSlot ? null : id, Node = node, State = state, Reason = reason, AgentVersion = agentVersion }
            : Of(command, state, reason, agentVersion);
        return basis with { ReceivedAt = now, FinishedAt = now };
    }
}
