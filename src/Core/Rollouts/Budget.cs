namespace ChefActors.Core.Rollouts;

/// <summary>A limit of a plan, in nodes. It is reached at <paramref name="Nodes"/>, not above it.</summary>
/// <param name="Written">As the plan has it: <c>5</c> or <c>10%</c>; what a retry is resolved from anew.</param>
/// <param name="Nodes">From 1: of a percentage, max(1, ceil) of the planned size.</param>
public sealed record Budget(string Written, int Nodes);
