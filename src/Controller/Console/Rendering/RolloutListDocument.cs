using ChefActors.Controller.Aggregation;
using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;

namespace ChefActors.Controller.Console.Rendering;

/// <summary>One rollout in <c>rollout list --output json</c>.</summary>
internal sealed record RolloutListDocument(
    string Rollout,
    string Name,
    RolloutPhase State,
    Reason? Reason,
    string IssuedBy,
    DateTimeOffset IssuedAt,
    DateTimeOffset? FinishedAt,
    string Target,
    RolloutCounts? Counts,
    string? Owner)
{
    /// <summary>The document of a rollout.</summary>
    public static RolloutListDocument Of(RolloutSummary rollout) => new(
        rollout.Plan.Id, rollout.Plan.Name, rollout.State.Phase, rollout.State.Reason, rollout.Plan.IssuedBy, rollout.Plan.IssuedAt, rollout.State.FinishedAt,
        rollout.Plan.Target, rollout.State.Counts, rollout.OwnedBy is { } owner ? $"{owner.Controller} ({owner.Host}, pid {owner.Pid})" : null);
}
