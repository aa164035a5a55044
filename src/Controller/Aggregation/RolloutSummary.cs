using ChefActors.Core.Rollouts;

namespace ChefActors.Controller.Aggregation;

/// <summary>One rollout in a list. The counts are those of the state: a summary.</summary>
internal sealed record RolloutSummary(RolloutPlan Plan, RolloutState State, OwnerDocument? OwnedBy);
