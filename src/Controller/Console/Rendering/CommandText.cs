using ChefActors.Core.Commands;
using ChefActors.Core.Rollouts;

namespace ChefActors.Controller.Console.Rendering;

/// <summary>What a rollout asks, in a line.</summary>
internal static class CommandText
{
    /// <summary>The line.</summary>
    public static string Of(RolloutCommand command) => command.Kind switch
    {
        CommandKind.Query => "query: " + command.Query?.GetRawText(),
        CommandKind.Restart => "restart of node hosts" + (command.Restart?.ExpectVersion is { } version ? $", to version {version}" : ""),
        _ => $"converge, mode {command.Mode.ToString().ToLowerInvariant()}"
            + (command.RunList.Count > 0 ? ": " + string.Join(", ", command.RunList) : "")
            + (command.NamedRunList is { } named ? ": " + named : "")
            + (command.WhyRun ? " (why-run)" : ""),
    };
}
