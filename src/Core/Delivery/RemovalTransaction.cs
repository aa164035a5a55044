using ChefActors.Core.Znodes;
using ChefActors.ZooKeeper;

namespace ChefActors.Core.Delivery;

/// <summary>T13: an ended rollout leaves the history. It is marked first, by T3's write of the state: whoever finds the mark goes on.</summary>
public static class RemovalTransaction
{
    /// <summary>Znodes of one transaction.</summary>
    public const int ZnodesAtMost = PayloadLimits.TransactionOperations - 1;

    /// <summary>Some of its znodes.</summary>
    public static IReadOnlyList<ZnodeOperation> Remove(string rollout, int stateVersion, IReadOnlyList<string> paths) =>
        [new ZnodeOperation.Check(ZnodeLayout.State(rollout), stateVersion), .. paths.Select(path => new ZnodeOperation.Delete(path))];

    /// <summary>The last two.</summary>
    public static IReadOnlyList<ZnodeOperation> Finish(string rollout, int stateVersion) =>
        [new ZnodeOperation.Delete(ZnodeLayout.State(rollout), stateVersion), new ZnodeOperation.Delete(ZnodeLayout.Rollout(rollout))];
}
