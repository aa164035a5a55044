using ChefActors.Core.Nodes;
using ChefActors.Core.Znodes;
using ChefActors.ZooKeeper;

namespace ChefActors.Core.Delivery;

/// <summary>T6 and T7 of a typed command: the entry goes, the row and the copy at the node get the result, in one transaction.</summary>
public static class ResultTransaction
{
    /// <summary>The result of a run, a refusal or an answer.</summary>
    /// <param name="node">The node.</param>
    /// <param name="commandId">The command.</param>
    /// <param name="entryVersion">The entry's version as read; null: it is gone already (only its row and the copy are written).</param>
    /// <param name="rowVersion">The row's version as read; null: the row is gone (history was removed) and is left out.</param>
    /// <param name="row">The result as it goes to the row.</param>
    /// <param name="copy">The result as it goes to the node, cut further.</param>
    public static IReadOnlyList<ZnodeOperation> Operations(NodeName node, string commandId, int? entryVersion, int? rowVersion, byte[] row, byte[] copy)
    {
        var operations = new List<ZnodeOperation>(3);
        if (entryVersion is { } e) operations.Add(new ZnodeOperation.Delete(ZnodeLayout.Entry(node, commandId), e));
        if (rowVersion is { } r) operations.Add(new ZnodeOperation.SetData(ZnodeLayout.Row(commandId, node), row, r));
        operations.Add(new ZnodeOperation.SetData(ZnodeLayout.NodeResult(node), copy));
        return operations;
    }

    /// <summary>The row has its terminal state already: the entry alone goes (DELIVERY, 4.4 and 4.5).</summary>
    public static IReadOnlyList<ZnodeOperation> DropEntry(NodeName node, string commandId, int entryVersion, int rowVersion) =>
        [new ZnodeOperation.Check(ZnodeLayout.Row(commandId, node), rowVersion), new ZnodeOperation.Delete(ZnodeLayout.Entry(node, commandId), entryVersion)];
}
