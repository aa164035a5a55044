using ChefActors.ZooKeeper;

namespace ChefActors.NodeHost.Delivery;

/// <summary>
/// DELIVERY, rule 1.3: after a lost reply within a session: sync, read anew, decide anew. What took effect shows itself. The end of the
/// session is the caller's matter: it throws.
/// </summary>
internal static class LostReplies
{
    /// <summary>Repeats a procedure that reads before it writes, until it has an answer.</summary>
    internal static async Task<T> DecideAnewAsync<T>(IZooKeeperClient client, string path, Func<Task<T>> procedure, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await procedure();
            }
            catch (ConnectionLossException)
            {
                await SyncAsync(client, path, cancellationToken);
            }
        }
    }

    /// <summary>Catches up with the leader; waits out lost connections.</summary>
    private static async Task SyncAsync(IZooKeeperClient client, string path, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await client.SyncAsync(path, cancellationToken);
                return;
            }
            catch (ConnectionLossException)
            {
                // Requests wait in the client until a server answers, so this does not spin.
            }
        }
    }
}
