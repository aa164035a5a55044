using ChefActors.ZooKeeper;

namespace ChefActors.Controller.Aggregation;

/// <summary>Reads for which a missing znode is an answer.</summary>
internal static class MissingZnodes
{
    /// <summary>Names of the children; none when the znode is not there.</summary>
    public static async Task<IReadOnlyList<string>> GetChildrenOrNothingAsync(this IZooKeeperClient client, string path, CancellationToken cancellationToken) =>
        await client.GetChildrenOrNullAsync(path, cancellationToken) ?? [];

    /// <summary>Names of the children; null: the znode is not there.</summary>
    public static async Task<IReadOnlyList<string>?> GetChildrenOrNullAsync(this IZooKeeperClient client, string path, CancellationToken cancellationToken)
    {
        try
        {
            return (await client.GetChildrenAsync(path, cancellationToken: cancellationToken)).Names;
        }
        catch (NoNodeException)
        {
            return null;
        }
    }
}
