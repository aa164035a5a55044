using ChefActors.Controller.Console;
using ChefActors.Controller.Rollouts;
using ChefActors.Core.Nodes;
using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;

namespace ChefActors.Controller.Tests.Console;

public sealed class PushVerbTests : IDisposable
{
    private readonly VerbRig rig = new();

    public void Dispose() => rig.Dispose();

    [Fact]
    public async Task A_push_that_succeeds_everywhere_ends_with_0_and_lists_every_node_in_a_pipe()
    {
        rig.Cluster.With(2);
        Play(Samples.Snapshot(RolloutPhase.Running, Samples.Outstanding(1), Samples.Pending(2)), Samples.Snapshot(RolloutPhase.Succeeded, Samples.Succeeded(1), Samples.Succeeded(2)));
        Assert.Equal(ExitCode.Success, await rig.RunAsync("push", "cookbook_c", "--to", "web-*"));
        Approval.Matches("push-lines-succeeded", rig.Shown);
        Assert.Equal(["recipe[cookbook_c]"], rig.Cluster.Driver.Started!.Plan.Command.RunList);
        Assert.Equal("c1", rig.Cluster.Driver.Started!.Plan.Cluster);
        Assert.True(rig.Cluster.Driver.IsDisposed);
    }

    [Fact]
    public async Task A_failure_ends_with_1_says_why_and_what_to_type_next()
    {
        rig.Cluster.With(3);
        Play(Samples.Snapshot(RolloutPhase.Failed, Samples.Succeeded(1), Samples.Failed(2), Samples.Ended(3, ResultState.Offline, ReasonCode.NotAlive, "not alive when its turn came")));
        Assert.Equal(ExitCode.Failed, await rig.RunAsync("push", "cookbook_c", "--to", "web-*"));
        Approval.Matches("push-lines-failed", rig.Shown);
    }

    [Fact]
    public async Task Nodes_that_were_only_offline_end_with_6()
    {
        rig.Cluster.With(2);
        Play(Samples.Snapshot(RolloutPhase.Failed, Samples.Succeeded(1), Samples.Ended(2, ResultState.Offline)));
        Assert.Equal(ExitCode.Offline, await rig.RunAsync("push", "cookbook_c", "--to", "web-*"));
    }

    [Fact]
    public async Task The_live_view_of_a_terminal_fits_80_columns_and_leaves_the_failures_and_the_verdict()
    {
        rig.Terminal = true;
        rig.Cluster.With(3);
        Play(
            Samples.Snapshot(RolloutPhase.Running, Samples.Outstanding(1), Samples.Failed(2), Samples.Pending(3)),
            Samples.Snapshot(RolloutPhase.Failed, Samples.Succeeded(1), Samples.Failed(2), Samples.Succeeded(3)));
        Assert.Equal(ExitCode.Failed, await rig.RunAsync("push", "cookbook_c", "--to", "web-*"));
        Assert.Contains("1 failed", rig.Screen.Output, StringComparison.Ordinal);
        Assert.Empty(rig.Output.ToString());
    }

    [Theory]
    [InlineData("at least one run-list item", "push", "--to", "web-*")]
    [InlineData("recipe[x", "push", "recipe[x", "--to", "web-*")]
    [InlineData("--parallel: found 0", "push", "cookbook_c", "--to", "web-*", "--parallel", "0")]
    [InlineData("--parallel: found 'many'; allowed: a whole number", "push", "cookbook_c", "--to", "web-*", "--parallel", "many")]
    public async Task What_is_wrong_without_a_look_at_the_fleet_is_said_before_anything_is_connected(string said, params string[] arguments)
    {
        rig.Cluster.Unreachable = new VerbFailure(ExitCode.Unreachable, "nobody there");
        Assert.Equal(ExitCode.Usage, await rig.RunAsync(arguments));
        Assert.Contains(said, rig.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_to_type_next_carries_the_connection_it_was_given_but_no_credentials()
    {
        rig.Cluster.With(2);
        Play(Samples.Snapshot(RolloutPhase.Failed, Samples.Succeeded(1), Samples.Failed(2)));
        await rig.RunAsync("push", "cookbook_c", "--to", "web-*", "--zookeeper", "127.0.0.1:4711", "--set", "chefactors.push.parallel=3", "--set", "chefactors.security.credentials=\"u:secret\"");
        Assert.Contains("next: chefactors --zookeeper 127.0.0.1:4711 --set chefactors.push.parallel=3 node web-", rig.Shown, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", rig.Shown + rig.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_is_the_contracts_document()
    {
        rig.Cluster.With(2);
        Play(Samples.Snapshot(RolloutPhase.Failed, Samples.Succeeded(1), Samples.Failed(2)));
        Assert.Equal(ExitCode.Failed, await rig.RunAsync("push", "cookbook_c", "--to", "web-*", "--output", "json"));
        Approval.Matches("push-json", rig.Shown);
    }

    [Fact]
    public async Task Jsonl_is_a_line_for_every_change_and_the_document_last()
    {
        rig.Cluster.With(2);
        Play(
            Samples.Snapshot(RolloutPhase.Running, Samples.Outstanding(1), Samples.Pending(2)),
            Samples.Snapshot(RolloutPhase.Running, Samples.Succeeded(1), Samples.Outstanding(2)),
            Samples.Snapshot(RolloutPhase.Failed, Samples.Succeeded(1), Samples.Failed(2)));
        await rig.RunAsync("push", "cookbook_c", "--to", "web-*", "-o", "jsonl");
        Approval.Matches("push-jsonl", rig.Shown);
    }

    [Fact]
    public async Task More_than_ten_nodes_without_a_terminal_are_refused_with_the_flag_to_give()
    {
        rig.Cluster.With(12);
        Assert.Equal(ExitCode.Refused, await rig.RunAsync("push", "cookbook_c", "--to", "web-*"));
        Assert.Contains("--yes=12", rig.Error.ToString(), StringComparison.Ordinal);
        Assert.Contains("cluster prod", rig.Error.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, rig.Cluster.Drives);
    }

    [Theory]
    [InlineData("--yes=12", 0)]
    [InlineData("--yes=11", 4)]
    public async Task The_count_that_is_given_must_be_the_count(string flag, int expected)
    {
        rig.Cluster.With(12);
        Play(Samples.Snapshot(RolloutPhase.Succeeded, [.. Enumerable.Range(1, 12).Select(Samples.Succeeded)]));
        Assert.Equal((ExitCode)expected, await rig.RunAsync("push", "cookbook_c", "--to", "web-*", flag));
    }

    [Theory]
    [InlineData("12", 0)]
    [InlineData("yes", 4)]
    [InlineData("", 4)]
    public async Task On_a_terminal_the_count_is_typed(string typed, int expected)
    {
        rig.Terminal = true;
        rig.Typed = typed + "\n";
        rig.Cluster.With(12);
        Play(Samples.Snapshot(RolloutPhase.Succeeded, [.. Enumerable.Range(1, 12).Select(Samples.Succeeded)]));
        Assert.Equal((ExitCode)expected, await rig.RunAsync("push", "cookbook_c", "--to", "web-*"));
    }

    [Fact]
    public async Task A_target_that_does_not_hold_is_marked_at_its_column()
    {
        Assert.Equal(ExitCode.Usage, await rig.RunAsync("push", "cookbook_c", "--to", "env=prod and"));
        Approval.Matches("push-target-fault", rig.Error.ToString());
    }

    [Theory]
    [InlineData("push", "cookbook_c", "--to", "db-*")]
    [InlineData("push", "a;b", "--to", "web-*")]
    [InlineData("push", "--to", "web-*")]
    [InlineData("push", "cookbook_c")]
    [InlineData("push", "cookbook_c", "--to", "web-*", "--grace", "soon")]
    [InlineData("push", "cookbook_c", "--to", "web-*", "--limit", "0")]
    [InlineData("push", "cookbook_c", "--to", "web-*", "--set", "chefactors.push.paralel=3")]
    [InlineData("push", "cookbook_c", "--to", "web-*", "--mode", "full")]
    public async Task What_does_not_hold_is_usage_and_starts_nothing(params string[] arguments)
    {
        rig.Cluster.With(2);
        Assert.Equal(ExitCode.Usage, await rig.RunAsync(arguments));
        Assert.NotEmpty(rig.Error.ToString());
        Assert.Equal(0, rig.Cluster.Drives);
    }

    [Fact]
    public async Task Replace_without_its_word_is_refused()
    {
        rig.Cluster.With(1);
        Assert.Equal(ExitCode.Refused, await rig.RunAsync("push", "cookbook_c", "--to", "web-*", "--mode", "replace"));
        Assert.Contains("--yes-replace", rig.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_overlap_names_the_other_rollout_and_its_nodes()
    {
        rig.Cluster.With(1);
        rig.Cluster.Driver.Answer = new StartAnswer.Overlap("01OTHER", [NodeName.Parse("web-01.example.com")]);
        Assert.Equal(ExitCode.Refused, await rig.RunAsync("push", "cookbook_c", "--to", "web-*"));
        Assert.Contains("01OTHER", rig.Error.ToString(), StringComparison.Ordinal);
        Assert.Contains("web-01.example.com", rig.Error.ToString(), StringComparison.Ordinal);
        Assert.Contains("--allow-overlap", rig.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unreachable_ZooKeeper_ends_with_3()
    {
        rig.Cluster.Unreachable = new VerbFailure(ExitCode.Unreachable, "ZooKeeper cannot be reached: 127.0.0.1:1");
        Assert.Equal(ExitCode.Unreachable, await rig.RunAsync("push", "cookbook_c", "--to", "web-*"));
        Assert.Contains("127.0.0.1:1", rig.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ZooKeeper_off_loopback_without_credentials_is_refused_and_with_open_is_warned_about()
    {
        rig.Cluster.With(1);
        Assert.Equal(ExitCode.Refused, await rig.RunAsync("nodes", "--zookeeper", "zk1:2181"));
        Assert.Contains("security.open", rig.Error.ToString(), StringComparison.Ordinal);
        rig.Error.GetStringBuilder().Clear();
        Assert.Equal(ExitCode.Success, await rig.RunAsync("nodes", "--zookeeper", "zk1:2181", "--set", "chefactors.security.open=true"));
        Assert.StartsWith("warning:", rig.Error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(130)]
    [InlineData(143)]
    public async Task A_signal_leaves_the_rollout_and_says_how_to_go_on(int signal)
    {
        rig.Cluster.With(2);
        rig.Cluster.Driver.HangsAtTheEnd = true;
        Play(Samples.Snapshot(RolloutPhase.Running, Samples.Outstanding(1), Samples.Pending(2)));
        var run = rig.RunAsync("push", "cookbook_c", "--to", "web-*");
        await rig.Cluster.Driver.Hanging.Task.WaitAsync(TimeSpan.FromSeconds(10));
        rig.Interruption.Raise((ExitCode)signal);
        Assert.Equal((ExitCode)signal, await run.WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.Contains($"chefactors rollout watch {rig.Cluster.Driver.Started!.Plan.Id} --drive", rig.Error.ToString(), StringComparison.Ordinal);
        Assert.True(rig.Cluster.Driver.IsDisposed);
    }

    [Fact]
    public async Task The_timeout_leaves_with_5()
    {
        rig.Cluster.With(1);
        rig.Cluster.Driver.HangsAtTheEnd = true;
        Play(Samples.Snapshot(RolloutPhase.Running, Samples.Outstanding(1)));
        var run = rig.RunAsync("push", "cookbook_c", "--to", "web-*", "--timeout", "30s");
        await rig.Cluster.Driver.Hanging.Task.WaitAsync(TimeSpan.FromSeconds(10));
        rig.Time.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(ExitCode.Unfinished, await run.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task Nodes_that_lack_a_key_of_the_target_are_named_and_left_out()
    {
        rig.Cluster.With(1).With(0).Nodes.Add(rig.Cluster.Nodes[0] with { Name = NodeName.Parse("db-01.example.com"), Facts = null });
        Play(Samples.Snapshot(RolloutPhase.Succeeded, Samples.Succeeded(1)));
        Assert.Equal(ExitCode.Success, await rig.RunAsync("push", "cookbook_c", "--to", "role=web"));
        Assert.Contains("db-01.example.com: no role", rig.Error.ToString(), StringComparison.Ordinal);
        Assert.Equal(["web-01.example.com"], rig.Cluster.Driver.Started!.Waves[0].Select(n => n.Value));
    }

    private void Play(params RolloutSnapshot[] looks) => rig.Cluster.Driver.Looks.AddRange(looks);
}
