using Xunit.Abstractions;

namespace ChefActors.ZooKeeper.Embedded.Tests.ForeignClients;

/// <summary>The client that Node programs use (node-zookeeper-client), in the version that the lock file beside its script names.</summary>
[Trait("needs", "debian")]
public sealed class NodeClientTests(ITestOutputHelper output)
{
    [NodeFact]
    public async Task The_Node_client_creates_watches_commits_and_authenticates()
    {
        if (await NodeClient.FetchAsync() is { } obstacle)
        {
            Assert.False(NodeClient.MustBeThere, obstacle);
            output.WriteLine($"not tested: {obstacle}");
            return;
        }

        await using var server = await EmbeddedZooKeeper.StartAsync();
        Assert.Contains("passed", await NodeClient.RunAsync(server.ConnectString), StringComparison.Ordinal);
    }
}
