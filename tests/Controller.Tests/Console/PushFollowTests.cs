using ChefActors.Controller.Console;
using ChefActors.Controller.Rollouts;
using ChefActors.Core.Rollouts;
using ChefActors.Testing;
using ChefActors.ZooKeeper;

namespace ChefActors.Controller.Tests.Console;

public sealed class PushFollowTests : IDisposable
{
    private readonly VerbRig rig = new();

    public void Dispose() => rig.Dispose();

    [Fact]
    public async Task The_output_of_one_node_comes_as_it_is_and_before_the_line_of_its_end()
    {
        rig.Terminal = true;
        Follow(1, (node, id) =>
        {
            rig.Cluster.FakeRings.Write(node, id, "Converging 1 resources\n\u001b[32m  * file[/x] action create\u001b[0m\n");
            rig.Cluster.FakeRings.Write(node, id, "done", isOver: true);
        });
        Assert.Equal(ExitCode.Success, await rig.RunAsync("push", "cookbook_c", "--to", "web-*", "--follow"));
        Approval.Matches("push-follow-one", rig.Shown);
        Assert.Equal(["web-1.example.com"], rig.Cluster.FakeRings.Renewals);
    }

    [Fact]
    public async Task With_several_nodes_each_line_has_its_nodes_name_and_gaps_and_attempts_are_said()
    {
        Follow(2, (node, id) =>
        {
            rig.Cluster.FakeRings.Write(node, id, "first\nhalf a li");
            rig.Cluster.FakeRings.Write(node, id, "ne later\n", skip: 12_345);
            rig.Cluster.FakeRings.Write(node, id, "once more\n", isOver: true, attempt: 2);
        });
        Assert.Equal(ExitCode.Success, await rig.RunAsync("push", "cookbook_c", "--to", "web-*", "--follow"));
        Approval.Matches("push-follow-two", rig.Shown);
    }

    [Fact]
    public async Task More_than_five_nodes_are_refused_with_the_number_and_nothing_is_started()
    {
        rig.Cluster.With(6);
        Assert.Equal(ExitCode.Refused, await rig.RunAsync("push", "cookbook_c", "--to", "web-*", "--follow"));
        Assert.Contains("at most 5 nodes, the push goes to 6", rig.Error.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, rig.Cluster.Drives);
        Assert.Empty(rig.Cluster.FakeRings.Renewals);
    }

    [Theory]
    [InlineData("json")]
    [InlineData("jsonl")]
    public async Task Output_for_people_is_no_json(string format) =>
        Assert.Equal(ExitCode.Usage, await rig.RunAsync("push", "cookbook_c", "--to", "web-*", "--follow", "--output", format));

    [Fact]
    public async Task A_lost_session_ends_the_following_and_not_the_push()
    {
        Follow(1, (_, _) => { });
        rig.Cluster.FakeRings.Fault = new SessionExpiredException("getData", "/x", false);
        Assert.Equal(ExitCode.Success, await rig.RunAsync("push", "cookbook_c", "--to", "web-*", "--follow"));
        Assert.Contains("output is not followed any more, the rollout goes on", rig.Error.ToString(), StringComparison.Ordinal);
        Assert.Contains("succeeded", rig.Shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_end_that_does_not_come_is_waited_for_three_seconds_and_said()
    {
        Follow(1, (node, id) => rig.Cluster.FakeRings.Write(node, id, "begun\n"));
        var push = rig.RunAsync("push", "cookbook_c", "--to", "web-*", "--follow");
        for (var i = 0; i < 2000 && !push.IsCompleted; i++)
        {
            rig.Time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Delay(5);
        }

        Assert.Equal(ExitCode.Success, await push.WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.Contains("begun", rig.Shown, StringComparison.Ordinal);
        Assert.Contains("(the end of its output did not come; the whole log: chefactors log web-1.example.com)", rig.Shown, StringComparison.Ordinal);
    }

    [Fact]
    [Trait(Suite.Key, Suite.Long)]
    public async Task Leases_are_renewed_every_twenty_seconds_and_a_quiet_ring_costs_two_reads_a_look()
    {
        rig.Cluster.With(1);
        rig.Cluster.Driver.HangsAtTheEnd = true;
        rig.Cluster.Driver.Looks.Add(Samples.Snapshot(RolloutPhase.Running, Samples.Outstanding(1)));
        var push = rig.RunAsync("push", "cookbook_c", "--to", "web-*", "--follow", "--timeout", "65s");
        rig.Cluster.FakeRings.Write("web-01.example.com", "x", "of another command\n");
        await rig.Cluster.Driver.Hanging.Task.WaitAsync(TimeSpan.FromSeconds(10));
        for (var i = 0; i < 20_000 && !push.IsCompleted; i++)
        {
            rig.Time.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Delay(1);
        }

        Assert.Equal(ExitCode.Unfinished, await push.WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.InRange(rig.Cluster.FakeRings.Renewals.Count, 3, 5);
        Assert.InRange(rig.Cluster.FakeRings.Reads, 50, 400);
        Assert.DoesNotContain("of another command", rig.Shown, StringComparison.Ordinal);
    }

    /// <summary>A fleet whose runs write this output, and end well.</summary>
    private void Follow(int nodes, Action<string, string> write)
    {
        for (var n = 1; n <= nodes; n++)
        {
            rig.Cluster.With(1);
            rig.Cluster.Nodes[^1] = rig.Cluster.Nodes[^1] with { Name = Core.Nodes.NodeName.Parse($"web-{n}.example.com") };
        }

        rig.Cluster.Driver.Responds = rollout =>
        {
            foreach (var node in rollout.Waves[0]) write(node.Value, rollout.Plan.Id);
            return Samples.Snapshot(RolloutPhase.Succeeded, [.. Enumerable.Range(1, nodes).Select(Samples.Succeeded)]);
        };
    }
}
