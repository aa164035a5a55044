namespace ChefActors.Controller.Planning;

/// <summary>What a plan needs and no argument says.</summary>
/// <param name="RolloutId">The new rollout's id.</param>
/// <param name="ClusterId">The cluster's id.</param>
/// <param name="IssuedBy">As <c>user@host</c>.</param>
/// <param name="Now">The time.</param>
internal sealed record PlanContext(string RolloutId, string ClusterId, string IssuedBy, DateTimeOffset Now);
