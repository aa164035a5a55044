using ChefActors.Controller.Ownership;
using ChefActors.ZooKeeper;

namespace ChefActors.Controller.Dispatching;

/// <summary>Writes over one session, and sets the owner's clock by their answers.</summary>
internal sealed class RolloutWrites(IZooKeeperClient client, OwnerClock clock) : IRolloutWrites
{
    public async Task<TransactionResult> CommitAsync(WriteKind kind, IReadOnlyList<ZnodeOperation> operations, CancellationToken cancellationToken)
    {
        var result = await client.MultiAsync(operations, cancellationToken);
        clock.Observe(result);
        return result;
    }
}
