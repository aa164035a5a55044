using ChefActors.Core.Targets;

namespace ChefActors.Controller.Planning.Plans;

/// <summary>What is asked for beside a plan.</summary>
/// <param name="Limit">Some of the targets only; null: all.</param>
/// <param name="Seed">What the limit chooses by.</param>
/// <param name="AllowOverlap">Start although another rollout is outstanding there.</param>
internal sealed record PlanWish(TargetLimit? Limit = null, ulong Seed = 0, bool AllowOverlap = false);
