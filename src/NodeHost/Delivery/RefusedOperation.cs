using ChefActors.Core.Nodes;
using ChefActors.Core.Znodes;
using ChefActors.ZooKeeper;

namespace ChefActors.NodeHost.Delivery;

/// <summary>What a refused operation of a transaction means: something moved on (read anew), or something is wrong (say so, try later).</summary>
internal static class RefusedOperation
{
    /// <summary>Returns for what a fresh read explains; throws for the rest, as repeating it at once would only spin.</summary>
    internal static void ThrowUnlessStale(ZnodeOperation operation, ErrorCode error)
    {
        if (error is ErrorCode.NoNode or ErrorCode.NodeExists or ErrorCode.BadVersion or ErrorCode.NotEmpty) return;
        throw ZooKeeperException.For(error, "multi", operation.Path);
    }

    /// <summary>The same; a copy's znode that somebody removed by hand is made again.</summary>
    internal static async Task MendAsync(IZooKeeperClient client, NodeName node, ZnodeOperation operation, ErrorCode error, CancellationToken cancellationToken)
    {
        ThrowUnlessStale(operation, error);
        if (error != ErrorCode.NoNode || operation.Path != ZnodeLayout.NodeResult(node)) return;
        try
        {
            await client.CreateAsync(operation.Path, [], cancellationToken: cancellationToken);
        }
        catch (NodeExistsException)
        {
            // Somebody else was faster.
        }
    }
}
