using ChefActors.ZooKeeper;

namespace ChefActors.Controller.Dispatching;

/// <summary>The one door through which a controller changes a rollout.</summary>
internal interface IRolloutWrites
{
    /// <summary>Carries out all operations or none; a refusal is an answer. Throws as <see cref="IZooKeeperClient.MultiAsync"/> does.</summary>
    Task<TransactionResult> CommitAsync(WriteKind kind, IReadOnlyList<ZnodeOperation> operations, CancellationToken cancellationToken);
}
