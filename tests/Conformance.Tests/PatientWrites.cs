using ChefActors.ZooKeeper;

namespace ChefActors.Conformance.Tests;

/// <summary>Writes for cases in which servers die.</summary>
internal static class PatientWrites
{
    /// <summary>Repeats a write whose outcome is unknown; that it is there already is done too.</summary>
    public static async Task WriteUntilDone(this IZooKeeperClient client, Func<Task> write)
    {
        for (var tries = 0; tries < 100; tries++)
        {
            try
            {
                await write();
                return;
            }
            catch (NodeExistsException)
            {
                return;
            }
            catch (ConnectionLossException)
            {
                await client.SyncAsync("/");
            }
        }

        throw new TimeoutException("100 tries, and the outcome was unknown each time");
    }
}
