using ChefActors.Core.Nodes;
using ChefActors.Core.Znodes;
using ChefActors.ZooKeeper;

namespace ChefActors.Core.Delivery;

/// <summary>T6s, and T7 for a slot: the result, and the slot emptied only if it still is the push that was read.</summary>
public static class SlotResultTransaction
{
    /// <summary>The result of a push.</summary>
    /// <param name="node">The node.</param>
    /// <param name="commandId">The push's command id.</param>
    /// <param name="entryVersion">The version of its entry; null: it was never claimed (a refusal), or the entry is gone.</param>
    /// <param name="slotVersion">The slot's version as read; null: a newer push is there, the slot is left alone.</param>
    /// <param name="copy">The result.</param>
    public static IReadOnlyList<ZnodeOperation> Operations(NodeName node, string commandId, int? entryVersion, int? slotVersion, byte[] copy)
    {
        var operations = new List<ZnodeOperation>(3);
        if (entryVersion is { } e) operations.Add(new ZnodeOperation.Delete(ZnodeLayout.Entry(node, commandId), e));
        if (slotVersion is { } v) operations.Add(new ZnodeOperation.SetData(ZnodeLayout.Node(node), [], v));
        operations.Add(new ZnodeOperation.SetData(ZnodeLayout.NodeResult(node), copy));
        return operations;
    }

    /// <summary>Claimed, not started, and the slot has moved on: the entry goes without a result, as the push never existed (DELIVERY, 6).</summary>
    public static IReadOnlyList<ZnodeOperation> DropEntry(NodeName node, string commandId, int entryVersion) =>
        [new ZnodeOperation.Delete(ZnodeLayout.Entry(node, commandId), entryVersion)];
}
