namespace ChefActors.Core.Commands;

/// <summary>Written into the entry by the node host before chef-client is released.</summary>
/// <param name="Journal">The journal id of the node host.</param>
/// <param name="Attempt">Which start on this node, from 1.</param>
public sealed record Claim(string Journal, int Attempt);
