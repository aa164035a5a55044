using ChefActors.Core.Nodes;
using ChefActors.Core.Rollouts;
using ChefActors.Core.Znodes;
using ChefActors.ZooKeeper;

namespace ChefActors.Core.Delivery;

/// <summary>T12: an ended rollout is folded into few znodes. The mark <c>folded</c> in between is T3's write of the state.</summary>
public static class CompactionTransaction
{
    /// <summary>Index of the check of the fence.</summary>
    public const int StateIndex = 0;

    /// <summary>Rows of one transaction.</summary>
    public const int RowsAtMost = PayloadLimits.TransactionOperations - 1;

    /// <summary>Bytes of a packed chunk: with its fence and, the first time, its parent it fits one transaction.</summary>
    public const int ChunkBytes = PayloadLimits.PayloadBytes - (4 * 1024);

    /// <summary>One chunk of folded results, over what an earlier attempt left there.</summary>
    /// <param name="rollout">The rollout.</param>
    /// <param name="chunk">Its number, from 0.</param>
    /// <param name="data">Packed; at most <see cref="ChunkBytes"/>.</param>
    /// <param name="parentExists">Whether <c>/rollout/&lt;id&gt;/result</c> is there.</param>
    /// <param name="chunkExists">Whether the chunk is.</param>
    /// <param name="stateVersion">The fence.</param>
    public static IReadOnlyList<ZnodeOperation> WriteChunk(string rollout, int chunk, byte[] data, bool parentExists, bool chunkExists, int stateVersion)
    {
        var operations = new List<ZnodeOperation> { new ZnodeOperation.Check(ZnodeLayout.State(rollout), stateVersion) };
        if (!parentExists) operations.Add(new ZnodeOperation.Create(ZnodeLayout.FoldedResults(rollout), []));
        operations.Add(chunkExists
            ? new ZnodeOperation.SetData(ZnodeLayout.FoldedResult(rollout, chunk), data)
            : new ZnodeOperation.Create(ZnodeLayout.FoldedResult(rollout, chunk), data));
        return operations;
    }

    /// <summary>Rows go as they were folded: one that changed since has another version and stays.</summary>
    public static IReadOnlyList<ZnodeOperation> RemoveRows(string rollout, int stateVersion, IReadOnlyList<(NodeName Node, int Version)> rows) =>
    [
        new ZnodeOperation.Check(ZnodeLayout.State(rollout), stateVersion),
        .. rows.Select(r => new ZnodeOperation.Delete(ZnodeLayout.Row(rollout, r.Node), r.Version)),
    ];

    /// <summary>The last write: compacted, and nobody drives it any more.</summary>
    public static IReadOnlyList<ZnodeOperation> Finish(string rollout, RolloutState compacted, int stateVersion) =>
        [RolloutTransaction.SetState(rollout, compacted, stateVersion), new ZnodeOperation.Delete(ZnodeLayout.Owner(rollout))];
}
