using ChefActors.Benchmarks.Soak;

namespace ChefActors.Integration.Tests;

/// <summary>Half a minute of what <c>./bench soak</c> does for an hour, with bounds that no noise reaches.</summary>
[Trait("suite", "chaos")]
public sealed class SoakTests
{
    [Fact]
    [Trait("needs", "debian")]
    public async Task Under_runs_without_a_pause_and_a_death_of_the_server_nothing_piles_up()
    {
        await using var run = await SoakRun.StartAsync();
        var samples = await run.PushAsync(TimeSpan.FromSeconds(24), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(10), _ => { });
        Assert.True(run.Runs >= 10, $"{run.Runs} runs in 24 s");
        Assert.True(run.Restarts >= 1);
        var warm = samples[samples.Count / 3];
        var last = samples[^1];
        var all = string.Join('\n', samples);
        Assert.True(last.Handles <= warm.Handles + 8, all);
        Assert.True(last.Threads <= warm.Threads + 12, all);
        Assert.Equal(warm.Znodes, last.Znodes);

        // A log and its exit code for each run, at most 50 of them, beside what was there before the first one and the directory of the next run.
        Assert.True(last.Files <= 2 * Math.Min(last.Runs, 50) + 12, all);
        Assert.True(last.ResidentMb <= warm.ResidentMb + 40, all);
    }
}
