using ChefActors.Core.Commands;

namespace ChefActors.NodeHost;

/// <summary>The rollout as a line of the log names it.</summary>
internal static class LoggedRollout
{
    /// <summary>A command's id is its rollout's id; a push through the slot has no rollout.</summary>
    internal static string Of(string command) => CommandId.TryParseSlot(command, out _) ? "none: slot" : command;
}
