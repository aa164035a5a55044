using ChefActors.Core.Nodes;
using ChefActors.Core.Znodes;
using ChefActors.ZooKeeper;

namespace ChefActors.Core.Delivery;

/// <summary>T5: a node host claims a typed command (DELIVERY, sections 2 and 4). It succeeds on the entry as read and an empty row alone.</summary>
public static class ClaimTransaction
{
    /// <summary>Index of the operation that sets the entry; its Stat holds the claim's time by the server's clock.</summary>
    public const int EntryIndex = 0;

    /// <summary>A row that was never written has this version: it is empty.</summary>
    public const int EmptyRowVersion = 0;

    /// <summary>Set the entry with the claim in it, check that the row is empty.</summary>
    public static IReadOnlyList<ZnodeOperation> Operations(NodeName node, string commandId, byte[] claimedEntry, int entryVersion) =>
    [
        new ZnodeOperation.SetData(ZnodeLayout.Entry(node, commandId), claimedEntry, entryVersion),
        new ZnodeOperation.Check(ZnodeLayout.Row(commandId, node), EmptyRowVersion),
    ];
}
