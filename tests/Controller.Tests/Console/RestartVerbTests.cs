using ChefActors.Controller.Console;
using ChefActors.Core.Commands;
using ChefActors.Core.Rollouts;

namespace ChefActors.Controller.Tests.Console;

public sealed class RestartVerbTests : IDisposable
{
    private readonly VerbRig rig = new();

    public void Dispose() => rig.Dispose();

    [Fact]
    public async Task It_is_a_rollout_of_one_wave_that_waits_for_runs_and_looks_at_the_version()
    {
        rig.Cluster.With(2);
        rig.Cluster.Driver.Looks.Add(Samples.Snapshot(RolloutPhase.Succeeded, Samples.Succeeded(1), Samples.Succeeded(2)));
        Assert.Equal(ExitCode.Success, await rig.RunAsync("restart", "--to", "web-*", "--expect-version", "0.2.0", "--parallel", "1", "--run-timeout", "90s", "--wait", "1h"));
        var plan = rig.Cluster.Driver.Started!.Plan;
        Assert.Equal((CommandKind.Restart, "0.2.0", 3600, 90, 0), (plan.Command.Kind, plan.Command.Restart!.ExpectVersion, plan.Command.AcceptWithinS, plan.Command.RunTimeoutS, plan.Command.LockWaitS));
        Assert.Equal(("restart to 0.2.0", OfflinePolicy.Wait), (plan.Name, plan.Offline));
        Assert.Equal(1, Assert.Single(plan.Waves).Parallel);
        Assert.Equal("c1", plan.Cluster);
        Assert.Equal("0.2.0", plan.Command.For("R1", "web-1", 1, "c1", "me", DateTimeOffset.UnixEpoch).Restart!.ExpectVersion);
    }

    [Fact]
    public async Task More_than_ten_nodes_ask_for_the_count()
    {
        rig.Cluster.With(11);
        Assert.Equal(ExitCode.Refused, await rig.RunAsync("restart", "--to", "web-*"));
        Assert.Contains("the restart goes to 11 nodes; confirm that with --yes=11", rig.Error.ToString(), StringComparison.Ordinal);
        Assert.Null(rig.Cluster.Driver.Started);
    }

    [Theory]
    [InlineData("--expect-version: found '1 2'; allowed: a version", "--expect-version", "1 2")]
    [InlineData("--parallel: found 0", "--parallel", "0")]
    [InlineData("--max-failures: found 'x'", "--max-failures", "x")]
    [InlineData("--name: 1 to 100 characters", "--name", "")]
    public async Task What_is_wrong_is_said_before_anything_is_connected(string said, params string[] more)
    {
        rig.Cluster.Unreachable = new VerbFailure(ExitCode.Unreachable, "nobody there");
        Assert.Equal(ExitCode.Usage, await rig.RunAsync(["restart", "--to", "web-*", .. more]));
        Assert.Contains(said, rig.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_target_that_means_nobody_is_a_fault()
    {
        rig.Cluster.With(1);
        Assert.Equal(ExitCode.Usage, await rig.RunAsync("restart", "--to", "db-*"));
        Assert.Null(rig.Cluster.Driver.Started);
    }
}
