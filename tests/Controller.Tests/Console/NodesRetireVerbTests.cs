using ChefActors.Controller.Console;
using ChefActors.Controller.Fleet;
using ChefActors.Core.Nodes;

namespace ChefActors.Controller.Tests.Console;

public sealed class NodesRetireVerbTests : IDisposable
{
    private readonly VerbRig rig = new();

    public void Dispose() => rig.Dispose();

    [Fact]
    public async Task Named_nodes_are_forgotten_all_or_none()
    {
        Gone(3, days: 1);
        rig.Cluster.Objections["gone-2"] = "gone-2 is alive: stop its node host first";
        Assert.Equal(ExitCode.Refused, await rig.RunAsync("nodes", "retire", "gone-1", "gone-2"));
        Assert.Contains("gone-2 is alive", rig.Error.ToString(), StringComparison.Ordinal);
        Assert.Empty(rig.Cluster.Retired);
        Assert.Equal(ExitCode.Success, await rig.RunAsync("nodes", "retire", "gone-1", "gone-3"));
        Assert.Equal(["gone-1", "gone-3"], rig.Cluster.Retired);
    }

    [Fact]
    public async Task Those_that_are_gone_for_longer_are_forgotten_by_ZooKeepers_time_and_a_refused_one_is_told()
    {
        Gone(3, days: 8);
        rig.Cluster.Nodes.Add(new FleetNode(NodeName.Parse("unknown"), false, null, null, null, null, null, []));
        rig.Cluster.With(1);
        rig.Time.Advance(TimeSpan.FromDays(100));
        Assert.Equal(ExitCode.Success, await rig.RunAsync("nodes", "retire", "--gone-for", "9d"));
        Assert.Empty(rig.Cluster.Retired);
        rig.Cluster.Objections["gone-2"] = "gone-2: rollout R1 waits";
        Assert.Equal(ExitCode.Refused, await rig.RunAsync("nodes", "retire", "--gone-for", "7d", "--output", "json"));
        Assert.Equal(["gone-1", "gone-3"], rig.Cluster.Retired);
        Assert.Contains("""{"v":1,"cluster":"prod","retired":["gone-1","gone-3"],"refused":[{"node":"gone-2","reason":"gone-2: rollout R1 waits"}]}""", rig.Output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Above_ten_the_number_is_asked_for_and_without_a_terminal_refused()
    {
        Gone(11, days: 8);
        Assert.Equal(ExitCode.Refused, await rig.RunAsync("nodes", "retire", "--gone-for", "7d"));
        Assert.Contains("--yes=11", rig.Error.ToString(), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Refused, await rig.RunAsync("nodes", "retire", "--gone-for", "7d", "--yes=10"));
        Assert.Empty(rig.Cluster.Retired);
        (rig.Terminal, rig.Typed) = (true, "11\n");
        Assert.Equal(ExitCode.Success, await rig.RunAsync("nodes", "retire", "--gone-for", "7d"));
        Assert.Equal(11, rig.Cluster.Retired.Count);
    }

    [Theory]
    [InlineData("nodes", "retire")]
    [InlineData("nodes", "retire", "gone-1", "--gone-for", "7d")]
    [InlineData("nodes", "retire", "No Name")]
    [InlineData("nodes", "retire", "nobody")]
    [InlineData("nodes", "retire", "--gone-for", "soon")]
    public async Task What_does_not_hold_is_usage(params string[] arguments)
    {
        Gone(1, days: 8);
        Assert.Equal(ExitCode.Usage, await rig.RunAsync(arguments));
        Assert.Empty(rig.Cluster.Retired);
    }

    [Fact]
    public async Task A_push_leaves_out_who_is_gone_for_long_and_says_so()
    {
        Gone(3, days: 4);
        rig.Cluster.Nodes.Add(new FleetNode(NodeName.Parse("gone-lately"), false, Samples.Start.AddDays(-2), null, null, null, null, []));
        Assert.Equal(ExitCode.Usage, await rig.RunAsync("push", "recipe[a]", "--to", "gone-1"));
        Assert.Contains("1 gone for over 3d left out: gone-1", rig.Error.ToString(), StringComparison.Ordinal);
        rig.Cluster.ServerNow = Samples.Start.AddDays(-1.5);
        rig.Time.Advance(TimeSpan.FromDays(100));
        await rig.RunAsync("push", "recipe[a]", "--to", "gone-*", "--yes=9");
        Assert.Contains("goes to 4 nodes", rig.Error.ToString(), StringComparison.Ordinal);
        rig.Cluster.ServerNow = Samples.Start;
        await rig.RunAsync("push", "recipe[a]", "--to", "gone-*", "--yes=9");
        Assert.Contains("3 gone for over 3d left out: gone-1, gone-2, gone-3", rig.Error.ToString(), StringComparison.Ordinal);
        Assert.Contains("goes to 1 nodes", rig.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nodes_gone_for_long_are_listed_apart_and_facts_are_shown_as_they_are_asked_for()
    {
        Gone(1, days: 4);
        rig.Cluster.With(1, """{"v":1,"chef_mode":"policyfile","roles":["web","base"]}""");
        Assert.Equal(ExitCode.Success, await rig.RunAsync("nodes", "--facts", "chef_mode,roles"));
        var lines = rig.Shown.Split('\n').Select(line => line.TrimEnd()).ToArray();
        Assert.Contains("policyfile  web", lines[2], StringComparison.Ordinal);
        Assert.StartsWith("gone for over 3d, no targets (1)", lines[3], StringComparison.Ordinal);
        Assert.StartsWith("gone-1", lines[4], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_nodes_whose_facts_changed_lately_are_listed_when_that_is_asked_for()
    {
        rig.Cluster.With(2);
        rig.Cluster.Nodes[0] = rig.Cluster.Nodes[0] with { FactsChangedAt = Samples.Start };
        rig.Cluster.Nodes[1] = rig.Cluster.Nodes[1] with { FactsChangedAt = Samples.Start.AddDays(-1) };
        await rig.RunAsync("nodes", "--changed", "1h", "-o", "jsonl");
        Assert.Contains("\"facts_changed_at\":\"2026-03-01T12:00:00.000Z\"", Assert.Single(rig.Output.ToString().TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    private void Gone(int count, int days)
    {
        for (var n = 1; n <= count; n++) rig.Cluster.Nodes.Add(new FleetNode(NodeName.Parse($"gone-{n}"), false, Samples.Start.AddDays(-days), null, null, null, null, []));
    }
}
