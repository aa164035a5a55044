using System.Collections.Immutable;

namespace ChefActors.Controller.Aggregation;

/// <summary>The rollouts of a cluster, newest first.</summary>
/// <param name="Rollouts">Those that can be read.</param>
/// <param name="Unreadable">Those whose plan, state or owner is damaged or of a later version.</param>
internal sealed record RolloutListing(ImmutableArray<RolloutSummary> Rollouts, ImmutableArray<UnreadableRollout> Unreadable);

/// <summary>A rollout that cannot be told.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Why">The znode, what was found in it and what is allowed; not yet made safe for a terminal.</param>
internal sealed record UnreadableRollout(string Id, string Why);
