using System.Text.RegularExpressions;
using ChefActors.Core.Results;
using ChefActors.Integration.Tests.Fleet;
using ChefActors.Testing;

namespace ChefActors.Integration.Tests;

/// <summary>Whoever greps a log for a node, a command or a rollout finds every line of it.</summary>
public sealed partial class NodeHostLogTests : IAsyncLifetime
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
    public async Task Every_line_names_its_node_and_every_line_of_a_command_its_id_and_its_rollout()
    {
        _node.Seconds = "3";
        await _node.Start();
        await _node.Dispatch(_fleet.Client, "R1");
        await Eventually.BecomesTrue(() => _node.Starts.Starts == 1, "the run");
        await _node.Kill();
        var first = Lines();
        _node.Seconds = "0.1";
        await _node.Start();
        Assert.Equal(ResultState.Succeeded, (await _node.Row(_fleet.Client, "R1")).State);
        await _node.Dispatch(_fleet.Client, "R2", command => command with { RunList = ["recipe[a];reboot"] });
        Assert.Equal(ResultState.Rejected, (await _node.Row(_fleet.Client, "R2")).State);
        var push = await _node.Push(_fleet.Client, """{"run_list":["recipe[a]"]}""");
        await _node.Latest(_fleet.Client, push);
        string[] lines = [.. first, .. Lines()];

        Assert.All(lines, line => Assert.Contains($"[{_node.Name}]", line, StringComparison.Ordinal));
        Assert.All(lines.Where(line => line.Contains("R1", StringComparison.Ordinal)), line => Assert.Contains("command R1 (rollout R1)", line, StringComparison.Ordinal));
        Assert.All(lines.Where(line => line.Contains("R2", StringComparison.Ordinal)), line => Assert.Contains("command R2 (rollout R2)", line, StringComparison.Ordinal));
        Assert.All(lines.Where(line => line.Contains(push, StringComparison.Ordinal)), line => Assert.Contains($"command {push} (rollout none: slot)", line, StringComparison.Ordinal));
        Assert.Equal(["started", "looking at it", "succeeded"], Told(lines, "R1", "started, pid", "looking at it", "succeeded, exit"));
        Assert.Equal(["rejected"], Told(lines, "R2", "rejected"));
        Assert.Equal(["started", "succeeded"], Told(lines, push, "started", "succeeded"));
    }

    /// <summary>Which of these words the lines of a command hold, in order; each shortened to its first part.</summary>
    private static IEnumerable<string> Told(IEnumerable<string> lines, string command, params string[] words) =>
        from line in lines.Where(line => line.Contains($"command {command} ", StringComparison.Ordinal))
        from word in words.Where(word => line.Contains(word, StringComparison.Ordinal))
        select word.Split(',')[0];

    /// <summary>Lines of the log that begin one; stack traces have none of their own.</summary>
    private IReadOnlyList<string> Lines() => [.. _node.Process.Errors.Where(line => BeginsWithTime().IsMatch(line))];

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex BeginsWithTime();
}
