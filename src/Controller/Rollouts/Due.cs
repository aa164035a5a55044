namespace ChefActors.Controller.Rollouts;

/// <summary>Outstanding commands whose deadline has passed and of which all is known: what to end, and how.</summary>
/// <param name="Unclaimed">T8.</param>
/// <param name="Silent">T10.</param>
internal sealed record Due(IReadOnlyList<NodeResult> Unclaimed, IReadOnlyList<NodeResult> Silent);
