namespace ChefActors.Controller.Planning.Plans;

/// <summary>What somebody should know before a plan is started.</summary>
/// <param name="Code">For programs; docs/rollouts.md has them.</param>
/// <param name="Text">For people.</param>
internal sealed record PlanWarning(string Code, string Text);
