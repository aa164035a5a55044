using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;

namespace ChefActors.Controller.Notifying;

/// <summary>What a webhook is told.</summary>
/// <param name="V">Payload version.</param>
/// <param name="Event">Which of the plan's <c>on</c> it is: <c>halted</c>, <c>waiting</c>, <c>ended</c>.</param>
/// <param name="Rollout">The rollout's id.</param>
/// <param name="Cluster">The cluster's id.</param>
/// <param name="Name">The rollout's name, for people.</param>
/// <param name="Phase">The phase that it came to.</param>
/// <param name="Reason">Why; null: the phase says it.</param>
/// <param name="Counts">As the state has them, with the word for every state that occurs.</param>
/// <param name="At">When it was noticed, by ZooKeeper's clock.</param>
internal sealed record Notice(int V, string Event, string Rollout, string Cluster, string Name, string Phase, Reason? Reason, RolloutCounts? Counts, DateTimeOffset At);
