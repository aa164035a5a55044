using ChefActors.Controller.Rollouts;
using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;

namespace ChefActors.Controller.Console.Rendering;

/// <summary>One node of a rollout. What is not known is null.</summary>
internal sealed record NodeDocument(
    string Node, string State, string Wave, int? ExitCode, ResourceCount? Resources, Reason? Reason, double? Seconds)
{
    /// <summary>The document of a node.</summary>
    public static NodeDocument Of(NodeSnapshot node, RolloutPlan plan) => new(
        node.Node.Value,
        ResultText.Word(node.Standing),
        plan.Waves[node.Wave].Name,
        node.Result?.ExitCode,
        node.Result?.Resources,
        node.Result?.Reason,
        ResultText.Took(node.Result) is { } took ? Math.Round(took.TotalSeconds, 3) : null);
}
