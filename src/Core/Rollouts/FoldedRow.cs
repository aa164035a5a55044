using ChefActors.Core.Results;

namespace ChefActors.Core.Rollouts;

/// <summary>What became of one target, as an ended rollout keeps it.</summary>
/// <param name="Node">The node's name.</param>
/// <param name="Result">Its result, the end of the log perhaps cut further.</param>
/// <param name="Zxid">The write of the row that it was folded from; null: it was never dispatched and had none.</param>
/// <param name="At">When that write was, by ZooKeeper's clock; null as <paramref name="Zxid"/>.</param>
public sealed record FoldedRow(string Node, CommandResult Result, long? Zxid, DateTimeOffset? At);
