using ChefActors.Core.Nodes;
using ChefActors.Core.Znodes;
using ChefActors.ZooKeeper;

namespace ChefActors.Core.Delivery;

/// <summary>T8, T9 and T10: the owner ends what was not claimed, asks what was to stop, gives up what is silent.</summary>
public static class ClosingTransaction
{
    /// <summary>Index of the check of the fence in all three.</summary>
    public const int StateIndex = 0;

    /// <summary>An entry that nobody claimed has this version.</summary>
    public const int UnclaimedEntryVersion = 0;

    /// <summary>T8: the unclaimed entry goes, its row gets its terminal state.</summary>
    public static IReadOnlyList<ZnodeOperation> EndUnclaimed(string rollout, int stateVersion, NodeName node, byte[] result) =>
    [
        new ZnodeOperation.Check(ZnodeLayout.State(rollout), stateVersion),
        new ZnodeOperation.Delete(ZnodeLayout.Entry(node, rollout), UnclaimedEntryVersion),
        new ZnodeOperation.SetData(ZnodeLayout.Row(rollout, node), result, ClaimTransaction.EmptyRowVersion),
    ];

    /// <summary>T9: the claimed entry gets a request to stop.</summary>
    public static IReadOnlyList<ZnodeOperation> AskToStop(string rollout, int stateVersion, NodeName node, byte[] entryWithCancel, int entryVersion) =>
    [
        new ZnodeOperation.Check(ZnodeLayout.State(rollout), stateVersion),
        new ZnodeOperation.SetData(ZnodeLayout.Entry(node, rollout), entryWithCancel, entryVersion),
    ];

    /// <summary>T10: a claimed command is given up: <c>unreachable</c>, <c>may_still_run</c>. The entry stays.</summary>
    public static IReadOnlyList<ZnodeOperation> GiveUp(string rollout, int stateVersion, NodeName node, byte[] result) =>
    [
        new ZnodeOperation.Check(ZnodeLayout.State(rollout), stateVersion),
        new ZnodeOperation.SetData(ZnodeLayout.Row(rollout, node), result, ClaimTransaction.EmptyRowVersion),
    ];
}
