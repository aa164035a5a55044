using ChefActors.Core.Nodes;
using ChefActors.Core.Znodes;
using ChefActors.ZooKeeper;

namespace ChefActors.Core.Delivery;

/// <summary>T5s: a node host claims the push that its slot holds. From then on it is an entry like any other, without a row.</summary>
public static class SlotClaimTransaction
{
    /// <summary>Index of the check of the slot.</summary>
    public const int SlotIndex = 0;

    /// <summary>Index of the check that this node host is registered.</summary>
    public const int AliveIndex = 1;

    /// <summary>Index of the operation that makes (or, again, sets) the entry.</summary>
    public const int EntryIndex = 2;

    /// <summary>The first claim: makes the entry.</summary>
    public static IReadOnlyList<ZnodeOperation> Operations(NodeName node, string commandId, byte[] claimedEntry, int slotVersion) =>
    [
        new ZnodeOperation.Check(ZnodeLayout.Node(node), slotVersion),
        new ZnodeOperation.Check(ZnodeLayout.Alive(node)),
        new ZnodeOperation.Create(ZnodeLayout.Entry(node, commandId), claimedEntry),
    ];

    /// <summary>The claim again, of an entry that this journal made: after a crash, or for the next attempt.</summary>
    public static IReadOnlyList<ZnodeOperation> Again(NodeName node, string commandId, byte[] claimedEntry, int slotVersion, int entryVersion) =>
    [
        new ZnodeOperation.Check(ZnodeLayout.Node(node), slotVersion),
        new ZnodeOperation.Check(ZnodeLayout.Alive(node)),
        new ZnodeOperation.SetData(ZnodeLayout.Entry(node, commandId), claimedEntry, entryVersion),
    ];
}
