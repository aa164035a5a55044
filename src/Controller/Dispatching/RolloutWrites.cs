using ChefActors.Controller.Ownership;
using ChefActors.ZooKeeper;

namespace ChefActors.Controller.Dispatching;

/// <summary>Writes over one session, and sets the owner's clock by their answers.</summary>
internal sealed class RolloutWrites(IZooKeeperClient client, OwnerClock clock, CrashPoint crash) : IRolloutWrites
{
    public async Task<TransactionResult> CommitAsync(WriteKind kind, IReadOnlyList<ZnodeOperation> operations, CancellationToken cancellationToken)
    {
        crash.Before(kind);
        var result = await client.MultiAsync(operations, cancellationToken);
        crash.After(kind);
        clock.Observe(result);
        return result;
    }
}
