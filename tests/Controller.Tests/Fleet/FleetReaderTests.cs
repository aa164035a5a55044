using System.Diagnostics;
using System.Text;
using ChefActors.Controller.Fleet;
using ChefActors.Core.Nodes;
using ChefActors.Core.Znodes;
using ChefActors.ZooKeeper;
using ChefActors.ZooKeeper.Embedded;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChefActors.Controller.Tests.Fleet;

public sealed class FleetReaderTests : IAsyncLifetime
{
    private EmbeddedZooKeeper server = null!;
    private IZooKeeperClient client = null!;

    public async Task InitializeAsync()
    {
        server = await EmbeddedZooKeeper.StartAsync();
        client = await new ZooKeeperConnector(new ZooKeeperOptions(server.ConnectString), TimeProvider.System, NullLoggerFactory.Instance).ConnectAsync(CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        await client.DisposeAsync();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task An_empty_cluster_is_an_empty_fleet()
    {
        Assert.Empty((await ReadAsync()).Nodes);
    }

    [Fact]
    public async Task Presence_comes_from_the_ephemeral_and_gone_is_since_the_next_write_of_the_cluster()
    {
        await MakeAsync("web-1", alive: true);
        await MakeAsync("web-2", alive: true);
        await client.DeleteAsync(ZnodeLayout.Alive(NodeName.Parse("web-2")));
        await client.SetDataAsync(ZnodeLayout.Facts(NodeName.Parse("web-1")), """{"v":1}"""u8.ToArray());
        var fleet = await ReadAsync();
        Assert.Equal([true, false], fleet.Nodes.Select(n => n.Alive));
        var written = (await client.ExistsAsync(ZnodeLayout.Facts(NodeName.Parse("web-1"))))!.Value.ModifiedAt;
        Assert.Equal(written, fleet.Nodes[1].Since);
    }

    [Fact]
    public async Task What_cannot_be_read_is_told_and_hides_nothing_else()
    {
        await MakeAsync("web-1", alive: true, facts: "[1");
        await client.CreateAsync("/node/No Name", []);
        var node = Assert.Single((await ReadAsync()).Nodes);
        Assert.True(node.Alive);
        Assert.Null(node.Facts);
        Assert.Contains(node.Problems, p => p.StartsWith("facts:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_node_that_is_not_there_is_nothing()
    {
        Assert.Null(await new FleetReader(client).ReadNodeAsync(NodeName.Parse("web-1"), CancellationToken.None));
    }

    [Fact]
    public async Task A_node_whole_has_its_inbox()
    {
        await MakeAsync("web-1", alive: false);
        await client.CreateAsync(ZnodeLayout.Entry(NodeName.Parse("web-1"), "x1"), "no json"u8.ToArray());
        var view = await new FleetReader(client).ReadNodeAsync(NodeName.Parse("web-1"), CancellationToken.None);
        var entry = Assert.Single(view!.Queue);
        Assert.Equal("x1", entry.Id);
        Assert.NotNull(entry.Problem);
    }

    [Fact]
    public async Task Five_hundred_nodes_are_read_in_well_under_two_seconds()
    {
        await Task.WhenAll(Enumerable.Range(0, 500).Select(n => MakeAsync($"web-{n:000}", alive: true, facts: """{"v":1,"role":"web","platform":"debian","roles":["a","b"]}""")));
        await ReadAsync();
        var watch = Stopwatch.StartNew();
        var fleet = await ReadAsync();
        Assert.Equal(500, fleet.Alive);
        Assert.True(watch.ElapsedMilliseconds < 1500, $"took {watch.ElapsedMilliseconds} ms");
    }

    private Task<FleetView> ReadAsync() => new FleetReader(client).ReadAsync(FleetDetail.All, null, CancellationToken.None);

    private async Task MakeAsync(string name, bool alive, string facts = """{"v":1}""")
    {
        var node = NodeName.Parse(name);
        await client.MultiAsync([new ZnodeOperation.Create(ZnodeLayout.Nodes, [])]);
        List<ZnodeOperation> operations =
        [
            new ZnodeOperation.Create(ZnodeLayout.Node(node), []),
            new ZnodeOperation.Create(ZnodeLayout.Inbox(node), []),
            new ZnodeOperation.Create(ZnodeLayout.Facts(node), Encoding.UTF8.GetBytes(facts)),
            new ZnodeOperation.Create(ZnodeLayout.Activity(node), []),
            new ZnodeOperation.Create(ZnodeLayout.NodeResult(node), []),
        ];
        if (alive) operations.Add(new ZnodeOperation.Create(ZnodeLayout.Alive(node), [], CreateMode.Ephemeral));
        Assert.True((await client.MultiAsync(operations)).Succeeded);
    }
}
