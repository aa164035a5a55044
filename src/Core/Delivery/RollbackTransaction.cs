using ChefActors.Core.Rollouts;
using ChefActors.Core.Znodes;
using ChefActors.ZooKeeper;

namespace ChefActors.Core.Delivery;

/// <summary>T15: a rollout is rolled back, and the rollout that does it is there, whole, at the same moment.</summary>
public static class RollbackTransaction
{
    /// <summary>Index of the write of the old rollout's state.</summary>
    public const int StateIndex = 0;

    /// <summary>Index of the write to <c>/rollout</c>: the lock of the overlap check.</summary>
    public const int OverlapIndex = 1;

    /// <summary>Index of the creation of the new rollout.</summary>
    public const int RolloutIndex = 2;

    /// <summary>Operations besides those of the chunks.</summary>
    public const int OwnOperations = 8;

    /// <summary>Set the old state; then T1's creates and all targets, so that nobody ever finds it half prepared.</summary>
    public static IReadOnlyList<ZnodeOperation> RollBack(
        string old, RolloutState rolledBack, int stateVersion, RolloutPlan plan, RolloutState state, OwnerDocument owner, IReadOnlyList<byte[]> chunks, int rolloutsVersion) =>
    [
        RolloutTransaction.SetState(old, rolledBack, stateVersion),
        .. RolloutTransaction.Start(plan, state, owner, rolloutsVersion),
        .. chunks.Select((data, i) => new ZnodeOperation.Create(ZnodeLayout.TargetChunk(plan.Id, i), data)),
    ];
}
