namespace ChefActors.ZooKeeper.Embedded.Tests.Package;

/// <summary>The code that src/ZooKeeper.Embedded/PACKAGE.md quotes.</summary>
internal static class ServerSnippets
{
    public static async Task<bool> RunAsync(Func<string, Task<IZooKeeperClient>> connect)
    {
        // server {
        await using var server = await EmbeddedZooKeeper.StartAsync();       // a free port of 127.0.0.1
        await using var client = await connect(server.ConnectString);

        var known = await server.ExpireSessionAsync(client.SessionId);       // as if its time-out had passed
        server.DropConnections();                                            // sessions stay
        await server.SuspendAsync();                                         // down: nobody connects, nothing expires
        await server.ResumeAsync();                                          // the same port
        // }

        return known;
    }
}
