using ChefActors.ChefStandIn.Native;
using ChefActors.Testing;

namespace ChefActors.ChefStandIn.Tests;

public sealed class RunLockTests
{
    [Theory]
    [Trait(Suite.Key, Suite.Long)]
    [InlineData("locked-timeout-0", "0", 0)]
    [InlineData("locked-timeout-3", "3", 2.95)]
    public async Task A_lock_that_is_not_obtained_in_time_ends_with_1(string sample, string timeout, double atLeastSeconds)
    {
        using var workspace = new Workspace(server: false);
        using var holder = await HoldAsync(workspace, seconds: 60);
        using var run = workspace.Start("--run-lock-timeout", timeout, "-o", "recipe[cookbook_c]");
        await SampleTests.AssertEndsAsync(sample, run, workspace);
        Assert.True(run.Elapsed.TotalSeconds >= atLeastSeconds, $"took {run.Elapsed}");
        Assert.Contains($"for {holder.Id} to release", run.Text, StringComparison.Ordinal);
        Assert.False(holder.HasEnded);
    }

    [Fact]
    public async Task Without_a_time_out_it_waits_and_then_runs_and_SIGTERM_does_not_end_the_wait()
    {
        using var workspace = new Workspace(server: false);
        using var holder = await HoldAsync(workspace, seconds: 60);
        using var run = workspace.Start("-N", "local.example.com", "-o", "recipe[cookbook_c]");
        await run.SeesAsync($"Chef Infra Client {holder.Id} is running");
        run.Signal(Libc.SigTerm);
        holder.Signal(Libc.SigKill);
        await SampleTests.AssertEndsAsync("locked-waits", run, workspace);
        Assert.Equal($"{run.Id}", await File.ReadAllTextAsync(workspace.LockFile));
    }

    [Fact]
    public async Task SIGINT_ends_the_wait_with_2()
    {
        using var workspace = new Workspace(server: false);
        using var holder = await HoldAsync(workspace, seconds: 60);
        using var run = workspace.Start("-o", "recipe[cookbook_c]");
        await run.SeesAsync("is running, will wait");
        run.Signal(Libc.SigInt);
        Assert.Equal(2, await run.EndAsync());
        Assert.Contains("FATAL: SIGINT received, stopping", run.Text, StringComparison.Ordinal);
    }

    private static async Task<StandInProcess> HoldAsync(Workspace workspace, int seconds)
    {
        var holder = workspace.StartWith(new() { ["CHEF_STAND_IN_SECONDS"] = $"{seconds}" }, "-o", "recipe[holder]");
        await holder.SeesAsync("Converging");
        return holder;
    }
}
