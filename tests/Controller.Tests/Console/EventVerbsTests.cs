using ChefActors.Controller.Console;
using ChefActors.Controller.Events;
using ChefActors.Core.Events;

namespace ChefActors.Controller.Tests.Console;

public sealed class EventVerbsTests
{
    [Fact]
    public async Task An_event_is_posted_and_tailed()
    {
        using var rig = new VerbRig();
        var events = new FakeEvents();
        rig.Cluster.Events = events;
        Assert.Equal(ExitCode.Success, await rig.RunAsync("event", "post", "--node", "web-1.example.com", "--severity", "high", "--text", "http is down", "--id", "zbx-1"));
        Assert.Equal(ExitCode.Success, await rig.RunAsync("event", "post", "--node", "web-1.example.com", "--severity", "high", "--text", "http is down", "--id", "zbx-1", "--recovered"));
        Assert.Equal(
            [new MonitoringEvent { Id = "zbx-1", Node = "web-1.example.com", Severity = EventSeverity.High, Text = "http is down", PostedBy = "alice@ops1" }, new MonitoringEvent { Id = "zbx-1", Node = "web-1.example.com", Severity = EventSeverity.High, Text = "http is down", PostedBy = "alice@ops1", Recovered = true }],
            events.Posted.Select(p => p.Event));
        events.Posted.Add(new PostedEvent("e0000000002", Samples.Start, null));
        rig.Output.GetStringBuilder().Clear();
        Assert.Equal(ExitCode.Success, await rig.RunAsync("event", "tail", "--once"));
        Assert.Equal(
            "2026-03-01 12:00:00Z  high            web-1.example.com  http is down  [zbx-1]\n2026-03-01 12:00:00Z  recovered       web-1.example.com  http is down  [zbx-1]\n2026-03-01 12:00:00Z  e0000000002 cannot be read\n",
            rig.Shown);
        rig.Output.GetStringBuilder().Clear();
        Assert.Equal(ExitCode.Success, await rig.RunAsync("event", "tail", "--once", "--last", "1", "--output", "jsonl"));
        Assert.StartsWith("{\"at\":\"2026-03-01T12:00:00.000Z\",\"sequence\":\"e0000000002\",\"id\":null", rig.Shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--node", "web 1", "--severity", "high", "--text", "x")]
    [InlineData("--node", "web-1", "--severity", "awful", "--text", "x")]
    [InlineData("--node", "web-1", "--severity", "high", "--text", "")]
    [InlineData("--node", "web-1", "--severity", "high", "--text", "x", "--id", "")]
    public async Task What_is_no_event_is_a_usage_error_and_posts_nothing(params string[] arguments)
    {
        using var rig = new VerbRig();
        Assert.Equal(ExitCode.Usage, await rig.RunAsync(["event", "post", .. arguments]));
        Assert.NotEmpty(rig.Error.ToString());
        Assert.Empty(((FakeEvents)rig.Cluster.Events).Posted);
    }
}
