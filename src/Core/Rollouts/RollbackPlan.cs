namespace ChefActors.Core.Rollouts;

/// <summary>How what was touched is taken back: a rollout of its own, newest wave first.</summary>
/// <param name="RunList">Items of Chef's grammar.</param>
/// <param name="OnHalt">By itself as soon as a rule has halted the rollout and nothing is outstanding; else by an operator's word.</param>
public sealed record RollbackPlan(IReadOnlyList<string> RunList, bool OnHalt);
