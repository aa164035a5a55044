using ChefActors.Core.Nodes;
using ChefActors.Core.Results;

namespace ChefActors.Controller.Rollouts;

/// <summary>One target of a rollout as it stands now.</summary>
/// <param name="Node">Its name.</param>
/// <param name="Wave">The index of its wave.</param>
/// <param name="Standing">Pending, outstanding or ended.</param>
/// <param name="Result">Its result, once it has one.</param>
internal sealed record NodeSnapshot(NodeName Node, int Wave, NodeStanding Standing, CommandResult? Result);
