using ChefActors.Core.Rollouts;
using ChefActors.Core.Znodes;
using ChefActors.ZooKeeper;

namespace ChefActors.Core.Delivery;

/// <summary>T15: a rollout is rolled back, and the rollout that does it is there, whole, at the same moment.</summary>
public static class RollbackTransaction
{
    /// <summary>Set the old state; then T1's creates and all targets, so that nobody ever finds it half prepared.</summary>
    public static IReadOnlyList<ZnodeOperation> RollBack(
        string old, RolloutState rolledBack, int stateVersion, RolloutPlan plan, RolloutState state, OwnerDocument owner, IReadOnlyList<byte[]> chunks, int rolloutsVersion) =>
    [
        RolloutTransaction.SetState(old, rolledBack, stateVersion),
        .. RolloutTransaction.Start(plan, state, owner, rolloutsVersion),
        .. chunks.Select((data, i) => new ZnodeOperation.Create(ZnodeLayout.TargetChunk(plan.Id, i), data)),
    ];
}
