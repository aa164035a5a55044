using System.Globalization;
using ChefActors.Core.Results;
using ChefActors.Core.Znodes;
using ChefActors.Integration.Tests.Fleet;
using ChefActors.Testing;

namespace ChefActors.Integration.Tests;

/// <summary><c>chefactors-node supervise</c> over real processes.</summary>
public sealed class SuperviseTests : IAsyncLifetime
{
    private EmbeddedFleet _fleet = null!;
    private NodeUnderTest _node = null!;

    public async Task InitializeAsync()
    {
        _fleet = await EmbeddedFleet.StartAsync();
        _node = new NodeUnderTest(_fleet.Server.ConnectString) { Words = ["supervise"] };
    }

    public async Task DisposeAsync()
    {
        await _node.DisposeAsync();
        await _fleet.DisposeAsync();
    }

    [Fact]
    public async Task A_node_host_that_is_killed_is_started_again_and_adopts_its_chef_client()
    {
        _node.Seconds = "4";
        await _node.Start();
        await _node.Dispatch(_fleet.Client, "R1");
        await Eventually.BecomesTrue(() => _node.Starts.Starts == 1, "the run");
        Signals.Send(Pids[0], UnixSignal.Kill);
        Assert.Equal(ResultState.Succeeded, (await _node.Row(_fleet.Client, "R1")).State);
        Assert.Equal((1, 1), (_node.Starts.Starts, _node.Starts.Ends));
        Assert.Equal(2, Pids.Count);
        Assert.Contains(_node.Process.Errors, line => line.Contains($"the node host (pid {Pids[0]}) ended with 137; starting it again in", StringComparison.Ordinal));
        Assert.InRange(PrivateKilobytes(_node.Process.Id), 1, 25_000);

        // It does nothing but wait: what it loads of the node host's libraries is nothing.
        var maps = File.ReadLines($"/proc/{_node.Process.Id}/maps").ToList();
        Assert.Contains(maps, line => line.EndsWith("System.Private.CoreLib.dll", StringComparison.Ordinal));
        Assert.DoesNotContain(maps, line => line.EndsWith("Akka.dll", StringComparison.Ordinal) || line.EndsWith("System.CommandLine.dll", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(UnixSignal.Terminate)]
    [InlineData(UnixSignal.Interrupt)]
    public async Task A_signal_to_it_ends_the_node_host_in_order_under_a_run_and_then_it_with_0(UnixSignal signal)
    {
        _node.Seconds = "3";
        await _node.Start();
        await _node.Dispatch(_fleet.Client, "R1");
        await Eventually.BecomesTrue(() => _node.Starts.Starts == 1, "the run");
        _node.Process.Signal(signal);
        Assert.Equal(0, await _node.Process.WaitForExit());

        // Gone at once, not at the session's end, and chef-client left to be adopted.
        Assert.Null(await _fleet.Client.ExistsAsync(ZnodeLayout.Alive(_node.Name)));
        Assert.False(Directory.Exists($"/proc/{Pids[0]}"));
        Assert.Equal(0, _node.Starts.Ends);
        await _node.Start();
        Assert.Equal(ResultState.Succeeded, (await _node.Row(_fleet.Client, "R1")).State);
        Assert.Equal((1, 1), (_node.Starts.Starts, _node.Starts.Ends));
    }

    [Fact]
    public async Task A_wrong_setting_is_not_tried_again()
    {
        _node.Launch(null, "--set", "chefactors.queue.limit=none");
        Assert.Equal(2, await _node.Process.WaitForExit());
        Assert.Single(_node.Process.Errors, line => line.Contains("chefactors.queue.limit", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Its_help_has_an_example_and_it_says_that_it_comes_first()
    {
        await using var help = TestProcess.Start(Repository.Executable("chefactors-node"), ["supervise", "--help"]);
        Assert.Equal(0, await help.WaitForExit());
        Assert.Contains(help.Output, line => line.Contains("Example: chefactors-node supervise", StringComparison.Ordinal));
        await using var late = TestProcess.Start(Repository.Executable("chefactors-node"), ["--name", "web-1", "supervise"]);
        Assert.Equal(2, await late.WaitForExit());
        Assert.Contains(late.Errors, line => line.Contains("comes first", StringComparison.Ordinal));
    }

    /// <summary>Of the node hosts that it started, by their own word.</summary>
    private IReadOnlyList<int> Pids =>
        [.. _node.Process.Output.Where(line => line.StartsWith("serving ", StringComparison.Ordinal)).Select(line => int.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture))];

    private static int PrivateKilobytes(int pid) =>
        int.Parse(File.ReadLines($"/proc/{pid}/status").Single(line => line.StartsWith("RssAnon:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
}
