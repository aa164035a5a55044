using ChefActors.Controller.Fleet;
using ChefActors.Core.Delivery;
using ChefActors.Core.Nodes;
using ChefActors.Core.Znodes;
using ChefActors.ZooKeeper;
using ChefActors.ZooKeeper.Embedded;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChefActors.Controller.Tests.Fleet;

public sealed class RetireTests : IAsyncLifetime
{
    private static readonly NodeName Web = NodeName.Parse("web-1");

    private EmbeddedZooKeeper server = null!;
    private IZooKeeperClient client = null!;

    public async Task InitializeAsync()
    {
        server = await EmbeddedZooKeeper.StartAsync();
        client = await new ZooKeeperConnector(new ZooKeeperOptions(server.ConnectString), TimeProvider.System, NullLoggerFactory.Instance).ConnectAsync(CancellationToken.None);
        foreach (var path in RegistrationTransaction.Znodes(Web)) await client.CreateAsync(path, []);
    }

    public async Task DisposeAsync()
    {
        await client.DisposeAsync();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task A_node_that_is_gone_is_forgotten_whole_with_whatever_stands_below_it()
    {
        await client.CreateAsync(ZnodeLayout.Node(Web) + "/follow", []);
        for (var n = 0; n < 3; n++) await client.CreateAsync($"{ZnodeLayout.Node(Web)}/follow/{n}", [1]);
        Assert.Null(await Retire());
        Assert.Empty((await client.GetChildrenAsync(ZnodeLayout.Nodes)).Names);
        Assert.Null(await Retire());
    }

    [Fact]
    public async Task One_that_is_alive_is_left_alone()
    {
        await client.MultiAsync(RegistrationTransaction.Register(Web, []));
        Assert.Contains("alive", await Retire(closes: true), StringComparison.Ordinal);
        Assert.NotNull(await client.ExistsAsync(ZnodeLayout.Facts(Web)));
    }

    [Fact]
    public async Task A_command_that_a_rollout_waits_for_is_named_and_never_closed_from_here()
    {
        await Entry("R1", row: []);
        Assert.Contains("rollout R1 waits", await Retire(), StringComparison.Ordinal);
        Assert.Contains("rollout R1 waits", await Retire(closes: true), StringComparison.Ordinal);
        Assert.NotNull(await client.ExistsAsync(ZnodeLayout.Entry(Web, "R1")));
    }

    [Theory]
    [InlineData("R1", "{}")]
    [InlineData("R1", null)]
    [InlineData("slot-1f", null)]
    public async Task A_command_that_nobody_waits_for_is_named_and_goes_when_that_is_asked_for(string id, string? row)
    {
        await Entry(id, row is null ? null : System.Text.Encoding.UTF8.GetBytes(row));
        Assert.Contains($"command {id}", await Retire(), StringComparison.Ordinal);
        Assert.Null(await Retire(closes: true));
        Assert.Null(await client.ExistsAsync(ZnodeLayout.Node(Web)));
    }

    [Fact]
    public async Task A_push_that_nobody_took_is_named()
    {
        await client.SetDataAsync(ZnodeLayout.Node(Web), [1]);
        Assert.Contains("slot", await Retire(), StringComparison.Ordinal);
        Assert.Null(await Retire(closes: true));
    }

    [Fact]
    public async Task A_node_host_that_registers_a_command_or_a_push_between_reading_and_writing_makes_the_write_fail_whole()
    {
        foreach (var meanwhile in (Func<Task>[])[
            () => client.MultiAsync(RegistrationTransaction.Register(Web, [])),
            () => client.CreateAsync(ZnodeLayout.Entry(Web, "R2"), []),
            () => client.SetDataAsync(ZnodeLayout.Node(Web), [1]),
            () => client.SetDataAsync(ZnodeLayout.Facts(Web), [1])])
        {
            var decision = RetireDecision.Of(await Reading(), closes: true);
            await meanwhile();
            var result = await client.MultiAsync(Assert.Single(decision.Transactions));
            Assert.False(result.Succeeded);
            Assert.NotNull(await client.ExistsAsync(ZnodeLayout.Facts(Web)));
            foreach (var path in new[] { ZnodeLayout.Alive(Web), ZnodeLayout.Entry(Web, "R2") })
            {
                if (await client.ExistsAsync(path) is not null) await client.DeleteAsync(path);
            }
        }
    }

    [Fact]
    public async Task What_is_too_much_for_one_transaction_goes_deepest_first_and_the_node_itself_last_so_that_the_next_retire_finishes_it()
    {
        await client.CreateAsync(ZnodeLayout.Node(Web) + "/follow", []);
        for (var n = 0; n < 250; n++) await client.CreateAsync($"{ZnodeLayout.Node(Web)}/follow/{n}", []);
        var decision = RetireDecision.Of(await Reading(), closes: false);
        Assert.All(decision.Transactions, part => Assert.InRange(part.Length, 1, PayloadLimits.TransactionOperations));
        Assert.Equal(ZnodeLayout.Node(Web), decision.Transactions[^1][^1].Path);

        // The one that forgot it died after its first write.
        Assert.True((await client.MultiAsync(decision.Transactions[0])).Succeeded);
        Assert.Null(await Retire());
        Assert.Null(await client.ExistsAsync(ZnodeLayout.Node(Web)));
    }

    [Fact]
    public async Task ZooKeepers_time_is_asked_for_without_leaving_anything()
    {
        var before = (await client.SetDataAsync(ZnodeLayout.Facts(Web), [1])).ModifiedAt;
        var now = await ServerTime.AskAsync(client, "abc", CancellationToken.None);
        Assert.InRange(now, before, before.AddMinutes(1));
        Assert.Empty((await client.GetChildrenAsync(ZnodeLayout.Controllers)).Names);
    }

    [Fact]
    public async Task In_a_cluster_where_nobody_writes_a_node_is_gone_a_day_after_its_facts_at_the_latest()
    {
        await client.MultiAsync(RegistrationTransaction.Register(Web, []));
        var seen = (await client.SetDataAsync(ZnodeLayout.Facts(Web), """{"v":1,"changed_at":"2026-01-01T00:00:00.000Z"}"""u8.ToArray())).ModifiedAt;
        await client.DeleteAsync(ZnodeLayout.Alive(Web));
        var node = Assert.Single((await new FleetReader(client).ReadAsync(FleetDetail.All, null, CancellationToken.None)).Nodes);
        Assert.Equal((seen + LastSeen.AtMost, new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)), (node.Since, node.FactsChangedAt));
        Assert.False(LongGone.IsSo(node, seen.AddHours(95), TimeSpan.FromHours(72)));
        Assert.True(LongGone.IsSo(node, seen.AddHours(97), TimeSpan.FromHours(72)));
    }

    private Task<string?> Retire(bool closes = false) => new RetireProcedure(client).RetireAsync(Web, closes, CancellationToken.None);

    private async Task<RetireReading> Reading() => (await new RetireProcedure(client).ReadAsync(Web, CancellationToken.None))!;

    private async Task Entry(string id, byte[]? row)
    {
        await client.CreateAsync(ZnodeLayout.Entry(Web, id), []);
        if (row is null) return;
        foreach (var path in new[] { ZnodeLayout.Rollouts, ZnodeLayout.Rollout(id), ZnodeLayout.Rows(id) }) await client.CreateAsync(path, []);
        await client.CreateAsync(ZnodeLayout.Row(id, Web), row);
    }
}
