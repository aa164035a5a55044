using ChefActors.Core.Results;
using ChefActors.Integration.Tests.Fleet;
using ChefActors.Testing;

namespace ChefActors.Integration.Tests;

/// <summary>The shell that a node host keeps waiting for its next run.</summary>
[Trait("suite", "chaos")]
public sealed class WaitingWrapperTests : IAsyncLifetime
{
    private EmbeddedFleet _fleet = null!;
    private NodeUnderTest _node = null!;

    public async Task InitializeAsync()
    {
        _fleet = await EmbeddedFleet.StartAsync();
        _node = new NodeUnderTest(_fleet.Server.ConnectString);
    }

    public async Task DisposeAsync()
    {
        await _node.DisposeAsync();
        await _fleet.DisposeAsync();
    }

    [Fact]
    public async Task It_ends_with_a_killed_node_host_and_the_next_one_has_its_own()
    {
        await _node.Start();
        var first = await Waiting();
        await _node.Kill();
        await Eventually.BecomesTrue(() => !Directory.Exists($"/proc/{first}"), "the end of the shell");
        await _node.Start();
        Assert.NotEqual(first, await Waiting());
    }

    [Fact]
    public async Task It_runs_the_next_command_and_another_one_waits_afterwards()
    {
        await _node.Start();
        var first = await Waiting();
        await _node.Dispatch(_fleet.Client, "R1");
        Assert.Equal(ResultState.Succeeded, (await _node.Row(_fleet.Client, "R1")).State);
        await Eventually.BecomesTrue(() => !Directory.Exists($"/proc/{first}"), "the end of the wrapper that ran it");
        Assert.NotEqual(first, await Waiting());
        Assert.Equal(["exit.new", "output"], Directory.GetFiles(Path.Combine(_node.StateDirectory, "runs", "next")).Select(Path.GetFileName).Where(name => name != "cgroup").Order());
    }

    [Fact]
    public async Task A_command_runs_also_when_somebody_ended_it()
    {
        await _node.Start();
        Signals.Send(await Waiting(), UnixSignal.Kill);
        await _node.Dispatch(_fleet.Client, "R1");
        Assert.Equal(ResultState.Succeeded, (await _node.Row(_fleet.Client, "R1")).State);
    }

    private async Task<int> Waiting()
    {
        var found = 0;
        await Eventually.BecomesTrue(() => (found = Shells().SingleOrDefault()) != 0, "a shell that waits");
        return found;
    }

    private IEnumerable<int> Shells() => Directory.GetDirectories("/proc")
        .Select(path => int.TryParse(Path.GetFileName(path), out var pid) ? pid : 0)
        .Where(pid => pid > 0 && IsShellOfOurs(pid));

    private bool IsShellOfOurs(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            return stat.Contains("(sh)", StringComparison.Ordinal) && stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1] == $"{_node.Process.Id}";
        }
        catch (IOException)
        {
            // It ended meanwhile.
            return false;
        }
    }
}
