using ChefActors.Core.Results;
using ChefActors.Core.Znodes;
using ChefActors.ZooKeeper;

namespace ChefActors.NodeHost.Delivery;

/// <summary>Reads that take a missing znode for an answer.</summary>
internal static class ZnodeReads
{
    /// <summary>Data and Stat, or null when the znode is not there.</summary>
    internal static async Task<ZnodeData?> TryGetDataAsync(this IZooKeeperClient client, string path, CancellationToken cancellationToken)
    {
        try
        {
            return await client.GetDataAsync(path, null, cancellationToken);
        }
        catch (NoNodeException)
        {
            return null;
        }
    }

    /// <summary>What a row or a result znode holds; null: nothing, or nothing that is a result.</summary>
    internal static CommandResult? ResultOf(ZnodeData? znode) =>
        znode?.Data is { Length: > 0 } data && PayloadCodec.Read(data, PayloadJson.Default.CommandResult) is { IsValid: true, Value: var result } ? result : null;
}
