using ChefActors.Controller.Rollouts;

namespace ChefActors.Controller.Console;

/// <summary>A running controller and what a new rollout must say of its cluster.</summary>
/// <param name="Driver">Owned by whoever asked for it.</param>
/// <param name="ClusterId">The cluster's id.</param>
/// <param name="ClusterName">Its name.</param>
internal sealed record DrivenCluster(IRolloutDriver Driver, string ClusterId, string ClusterName);
