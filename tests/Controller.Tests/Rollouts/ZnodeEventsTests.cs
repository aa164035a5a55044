using ChefActors.Controller.Aggregation;
using ChefActors.Controller.Events;
using ChefActors.Controller.Rollouts;
using ChefActors.Core.Events;
using ChefActors.Testing.Simulated;
using Microsoft.Extensions.Time.Testing;

namespace ChefActors.Controller.Tests.Rollouts;

public sealed class ZnodeEventsTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private readonly SimulatedZooKeeper _server;
    private readonly SimulatedClient _client;

    public ZnodeEventsTests() => (_server, _client) = Make(_time);

    [Fact]
    public async Task Events_are_bounded_in_number_and_age_and_come_in_the_order_of_their_posts()
    {
        var events = new ZnodeEvents(_client, keep: 3, TimeSpan.FromHours(1));
        for (var i = 0; i < 5; i++) await events.PostAsync(Event($"p{i}"), CancellationToken.None);
        Assert.Equal(["p2", "p3", "p4"], await IdsAsync(events, 10));
        Assert.Equal(["p4"], await IdsAsync(events, 1));
        _time.Advance(TimeSpan.FromHours(2));
        await events.PostAsync(Event("p5"), CancellationToken.None);
        Assert.Equal(["p5"], await IdsAsync(events, 10));
    }

    [Fact]
    public async Task What_recovered_is_not_open_and_no_post_at_all_is_no_data()
    {
        Assert.NotNull((await EventReads.OpenAsync(_client, null, CancellationToken.None)).Missing);
        var events = new ZnodeEvents(_client, 100, TimeSpan.FromHours(1));
        await events.PostAsync(Event("p0"), CancellationToken.None);
        await events.PostAsync(Event("p1"), CancellationToken.None);
        await events.PostAsync(Event("p0") with { Recovered = true }, CancellationToken.None);
        _server.Apply("somebody", new ZooKeeper.ZnodeOperation.Create("/event/e0000000099", [1, 2, 3]));
        var fact = await EventReads.OpenAsync(_client, null, CancellationToken.None);
        Assert.Null(fact.Missing);
        Assert.Equal(["p1"], fact.Open.Select(e => e.Id));
    }

    [Fact]
    public async Task Of_two_reads_the_later_counts_whichever_is_answered_first()
    {
        var nothing = await EventReads.OpenAsync(_client, null, CancellationToken.None);
        var events = new ZnodeEvents(_client, 100, TimeSpan.FromHours(1));
        await events.PostAsync(Event("p0"), CancellationToken.None);
        var older = await EventReads.OpenAsync(_client, null, CancellationToken.None);
        await events.PostAsync(Event("p0") with { Recovered = true }, CancellationToken.None);
        var newer = await EventReads.OpenAsync(_client, null, CancellationToken.None);
        Assert.Same(newer, EventsFact.Later(newer, older));
        Assert.Same(newer, EventsFact.Later(older, newer));
        Assert.Same(older, EventsFact.Later(null, older));
        Assert.Same(older, EventsFact.Later(nothing, older));
    }

    private static (SimulatedZooKeeper Server, SimulatedClient Client) Make(TimeProvider time)
    {
        var server = new SimulatedZooKeeper(time);
        return (server, server.Process("poster").Connect());
    }

    private static MonitoringEvent Event(string id) => new() { Id = id, Node = "web-1.example.com", Severity = EventSeverity.High, Text = "something" };

    private static async Task<List<string>> IdsAsync(ZnodeEvents events, int last)
    {
        var ids = new List<string>();
        await foreach (var posted in events.TailAsync(last, follow: false, CancellationToken.None)) ids.Add(posted.Event!.Id);
        return ids;
    }
}
