using ChefActors.ZooKeeper;
using ChefActors.ZooKeeper.Embedded;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChefActors.Integration.Tests.Fleet;

/// <summary>An embedded server and a client of the test's own on it.</summary>
internal sealed class EmbeddedFleet : IAsyncDisposable
{
    private EmbeddedFleet(EmbeddedZooKeeper server, IZooKeeperClient client) => (Server, Client) = (server, client);

    public EmbeddedZooKeeper Server { get; }

    public IZooKeeperClient Client { get; }

    public static async Task<EmbeddedFleet> StartAsync()
    {
        var server = await EmbeddedZooKeeper.StartAsync();
        return new EmbeddedFleet(server, await ConnectAsync(server.ConnectString));
    }

    public static Task<IZooKeeperClient> ConnectAsync(string connect) =>
        new ZooKeeperConnector(new ZooKeeperOptions(connect), TimeProvider.System, NullLoggerFactory.Instance).ConnectAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await Server.DisposeAsync();
    }
}
