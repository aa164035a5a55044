using ChefActors.Controller.Aggregation;
using ChefActors.Controller.Dispatching;
using ChefActors.Core.Rollouts;
using ChefActors.Core.Znodes;
using ChefActors.ZooKeeper;

namespace ChefActors.Controller.Ownership;

/// <summary>One session of a controller, registered, with the clock that its writes set.</summary>
internal sealed class ControllerSession
{
    private ControllerSession(IZooKeeperClient client, OwnerClock clock, CrashPoint crash) => (Client, Clock, Writes) = (client, clock, new RolloutWrites(client, clock, crash));

    public IZooKeeperClient Client { get; }

    public OwnerClock Clock { get; }

    public IRolloutWrites Writes { get; }

    /// <summary>Opens a session and writes <c>/controller/&lt;id&gt;</c>, which sets the clock.</summary>
    public static async Task<ControllerSession> OpenAsync(
        IZooKeeperConnector connector, ControllerIdentity me, TimeProvider time, CrashPoint crash, CancellationToken cancellationToken)
    {
        var client = await connector.ConnectAsync(cancellationToken);
        try
        {
            var clock = new OwnerClock(time);
            while (!clock.IsSet) await RegisterAsync(client, clock, me, cancellationToken);
            return new ControllerSession(client, clock, crash);
        }
        catch (Exception)
        {
            await client.DisposeAsync();
            throw;
        }
    }

    private static async Task RegisterAsync(IZooKeeperClient client, OwnerClock clock, ControllerIdentity me, CancellationToken cancellationToken)
    {
        var path = ZnodeLayout.Controller(me.Id);
        try
        {
            var created = await client.CreateAsync(
                path, PayloadCodec.Write(me.Document(clock.Now), PayloadJson.Default.OwnerDocument), CreateMode.Ephemeral, null, cancellationToken);
            clock.Observe(created.Stat);
        }
        catch (NoNodeException)
        {
            await ClusterStore.EnsureParentsAsync(client, cancellationToken);
        }
        catch (NodeExistsException)
        {
            // The id is random and this process's own: a session of before that the servers have not ended yet, or a create whose answer was lost.
            await DeleteAsync(client, path, cancellationToken);
        }
        catch (ConnectionLossException)
        {
            // The next attempt finds out.
        }
    }

    private static async Task DeleteAsync(IZooKeeperClient client, string path, CancellationToken cancellationToken)
    {
        try
        {
            await client.DeleteAsync(path, -1, cancellationToken);
        }
        catch (NoNodeException)
        {
            // Gone by itself.
        }
    }
}
