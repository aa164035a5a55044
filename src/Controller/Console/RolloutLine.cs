using ChefActors.Core.Rollouts;

namespace ChefActors.Controller.Console;

/// <summary>One rollout in a list.</summary>
/// <param name="Plan">What was asked for.</param>
/// <param name="State">Where it is; its counts are a summary for the eye.</param>
/// <param name="OwnedBy">Who drives it; null: nobody.</param>
internal sealed record RolloutLine(RolloutPlan Plan, RolloutState State, OwnerDocument? OwnedBy);
