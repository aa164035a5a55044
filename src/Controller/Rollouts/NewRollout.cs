using ChefActors.Core.Nodes;
using ChefActors.Core.Rollouts;

namespace ChefActors.Controller.Rollouts;

/// <summary>A rollout to start: the plan and, wave by wave, the nodes in the order in which they go.</summary>
/// <param name="Plan">The plan; its waves have as many targets as <paramref name="Waves"/> has nodes.</param>
/// <param name="Waves">Resolved targets.</param>
/// <param name="AllowOverlap">Start although another unfinished rollout's command is outstanding on one of the nodes.</param>
internal sealed record NewRollout(RolloutPlan Plan, IReadOnlyList<IReadOnlyList<NodeName>> Waves, bool AllowOverlap);
