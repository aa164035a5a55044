namespace ChefActors.Core.Rollouts;

/// <summary>A webhook that is told of the rollout.</summary>
/// <param name="Url">http or https; it may hold a secret, so it goes to no log.</param>
/// <param name="On">Of <c>halted</c>, <c>waiting</c>, <c>ended</c>.</param>
public sealed record NotifyPlan(string Url, IReadOnlyList<string> On);
