namespace ChefActors.Core.Targets;

/// <summary>A node that is not targeted because it is not known whether it is meant.</summary>
/// <param name="Name">The node.</param>
/// <param name="Keys">The keys of the target that it lacks, or whose value there has no order.</param>
public sealed record UndecidedNode(string Name, IReadOnlyList<string> Keys);
