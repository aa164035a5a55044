namespace ChefActors.ZooKeeper.Embedded.Tree;

/// <summary>
/// What a transaction did: one result per operation. When one was refused nothing has changed, <see cref="Changes"/> is empty and the
/// results are Ok before it, the code at it, RuntimeInconsistency after it.
/// </summary>
internal sealed record TransactionOutcome(IReadOnlyList<OperationResult> Results, IReadOnlyList<ZnodeChange> Changes);
