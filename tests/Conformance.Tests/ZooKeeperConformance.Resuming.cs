using ChefActors.Testing;
using ChefActors.ZooKeeper;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChefActors.Conformance.Tests;

public abstract partial class ZooKeeperConformance
{
    [Fact]
    public async Task A_session_that_was_detached_is_resumed_with_its_ephemerals_by_the_bytes_of_its_ticket()
    {
        var first = await Connect();
        await first.CreateAsync(At("e"), null, CreateMode.Ephemeral);
        var kept = (await first.DetachAsync()).Export();
        Assert.NotNull(await Client.ExistsAsync(At("e")));
        var second = await Resume(SessionTicket.Import(kept));
        Assert.Equal(first.SessionId, second.SessionId);
        await second.SetDataAsync(At("e"), Bytes("resumed"));
        Assert.Equal(second.SessionId, (await StatOf(At("e"))).EphemeralOwner);
        await second.CloseAsync();
        Assert.Null(await Client.ExistsAsync(At("e")));
    }

    [Fact]
    public async Task A_session_whose_client_died_without_a_word_is_resumed()
    {
        var (first, proxy) = await ConnectThroughProxy();
        await first.CreateAsync(At("e"), null, CreateMode.Ephemeral);
        var ticket = first.Ticket;
        await Lose(first, proxy);
        var second = await Resume(ticket);
        Assert.Equal(second.SessionId, (await second.ExistsAsync(At("e")))!.Value.EphemeralOwner);
    }

    [Fact]
    public async Task A_resumed_session_reads_what_the_earlier_client_wrote()
    {
        var first = await Connect();
        for (var i = 0; i < 20; i++) await first.CreateAsync(At($"n{i}"), null);
        var second = await Resume(await first.DetachAsync());
        Assert.NotNull(await second.ExistsAsync(At("n19")));
    }

    [Fact]
    public async Task A_session_that_has_ended_is_not_resumed()
    {
        var first = await Connect();
        var ticket = first.Ticket;
        await first.CloseAsync();
        await Assert.ThrowsAsync<SessionExpiredException>(() => Resume(ticket));
    }

    [Fact]
    public async Task A_session_is_not_resumed_by_another_password_and_lives_on()
    {
        var first = await Connect();
        await first.CreateAsync(At("e"), null, CreateMode.Ephemeral);
        var ticket = await first.DetachAsync();
        var forged = ticket.Export();
        forged[^1] ^= 0xff;
        await Assert.ThrowsAsync<SessionExpiredException>(() => Resume(SessionTicket.Import(forged)));
        Assert.Equal(first.SessionId, (await (await Resume(ticket)).ExistsAsync(At("e")))!.Value.EphemeralOwner);
    }

    [Fact]
    public async Task A_new_list_of_servers_moves_the_session_with_its_watches_and_loses_no_request()
    {
        var (client, proxy) = await ConnectThroughProxy();
        var watch = new WatchRecorder();
        var id = client.SessionId;
        await Create("a");
        await client.GetDataAsync(At("a"), watch.Handle);
        var writes = Enumerable.Range(0, 200).Select(i => client.CreateAsync(At($"w{i}"), null)).ToList();
        client.UpdateServers(ConnectionString.Parse($"127.0.0.1:{server.Port}"));
        writes.AddRange(Enumerable.Range(200, 100).Select(i => client.CreateAsync(At($"w{i}"), null)));
        await Task.WhenAll(writes);
        proxy.RefuseNew = true;
        proxy.CutAll();
        await Client.SetDataAsync(At("a"), null);
        Assert.Equal(WatchEventType.NodeDataChanged, (await watch.Next()).Type);
        Assert.Equal(id, client.SessionId);
    }

    private async Task<IZooKeeperClient> Resume(SessionTicket ticket)
    {
        var options = new ZooKeeperOptions($"127.0.0.1:{server.Port}") { ReconnectDelay = TimeSpan.FromMilliseconds(20) };
        using var bound = new CancellationTokenSource(Eventually.DefaultBound);
        var client = await new ZooKeeperConnector(options, TimeProvider.System, NullLoggerFactory.Instance).ResumeAsync(ticket, bound.Token);
        _opened.Add(client);
        return client;
    }
}
