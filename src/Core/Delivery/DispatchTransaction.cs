using ChefActors.Core.Nodes;
using ChefActors.Core.Znodes;
using ChefActors.ZooKeeper;

namespace ChefActors.Core.Delivery;

/// <summary>T4 and T4b: entries and empty rows appear together, under the fence and under the operators' words.</summary>
public static class DispatchTransaction
{
    /// <summary>Index of the check of the fence.</summary>
    public const int StateIndex = 0;

    /// <summary>Index of the check of the operators' words.</summary>
    public const int ControlIndex = 1;

    /// <summary>The first two operations are checks, each node adds two, and one more may take from a shared budget.</summary>
    public const int NodesAtMost = (PayloadLimits.TransactionOperations - 3) / 2;

    /// <summary>T4: for every node its entry and its empty row.</summary>
    public static IReadOnlyList<ZnodeOperation> Dispatch(string rollout, int stateVersion, int controlVersion, IReadOnlyList<(NodeName Node, byte[] Entry)> nodes)
    {
        var operations = new List<ZnodeOperation>(2 + (nodes.Count * 2))
        {
            new ZnodeOperation.Check(ZnodeLayout.State(rollout), stateVersion),
            new ZnodeOperation.Check(ZnodeLayout.Control(rollout), controlVersion),
        };
        foreach (var (node, entry) in nodes)
        {
            operations.Add(new ZnodeOperation.Create(ZnodeLayout.Entry(node, rollout), entry));
            operations.Add(new ZnodeOperation.Create(ZnodeLayout.Row(rollout, node), []));
        }

        return operations;
    }

    /// <summary>Which node of the batch an operation of <see cref="Dispatch"/> belongs to, and whether it is its row (else its entry).</summary>
    public static (int Node, bool IsRow) Culprit(int operationIndex) => ((operationIndex - 2) / 2, (operationIndex - 2) % 2 == 1);

    /// <summary>
    /// T4b: rows with a terminal state and no entry: these nodes never run it. Each row is made empty and then set, so that its version is 1:
    /// T5 takes version 0 for empty, and an entry that stands there without a row of ours would be claimed on it and run.
    /// </summary>
    public static IReadOnlyList<ZnodeOperation> WithoutEntry(string rollout, int stateVersion, IReadOnlyList<(NodeName Node, byte[] Result)> nodes) =>
    [
        new ZnodeOperation.Check(ZnodeLayout.State(rollout), stateVersion),
        .. nodes.SelectMany(n => new ZnodeOperation[]
        {
            new ZnodeOperation.Create(ZnodeLayout.Row(rollout, n.Node), []),
            new ZnodeOperation.SetData(ZnodeLayout.Row(rollout, n.Node), n.Result, ClaimTransaction.EmptyRowVersion),
        }),
    ];
}
