using System.Globalization;

namespace ChefActors.Simulation.Engine;

/// <summary>
/// Random schedules of the rollout engine. <c>CHEFACTORS_ENGINE_SEED</c> runs one seed, <c>CHEFACTORS_ENGINE_SEEDS</c> says how many are run;
/// <c>./bench rollouts</c> runs a million.
/// </summary>
public sealed class EngineTests
{
    /// <summary>Schedules of each run of the tests.</summary>
    internal const int Seeds = 100_000;

    [Fact]
    public void Every_schedule_keeps_its_promises()
    {
        var only = Number("CHEFACTORS_ENGINE_SEED");
        var broken = EngineRunner.Run(only ?? 1, only is null ? Number("CHEFACTORS_ENGINE_SEEDS") ?? Seeds : 1);
        if (broken.Count == 0) return;
        var schedule = new EngineSchedule(broken[0].Seed);
        schedule.Run();
        Assert.Fail(
            $"broken: {string.Join("\n", broken.Select(b => $"{b.Seed}: {b.Violation}"))}\nrun one again: CHEFACTORS_ENGINE_SEED={broken[0].Seed} ./test simulate\n"
            + string.Join("\n", schedule.Tale));
    }

    [Fact]
    public void The_same_seed_gives_the_same_schedule()
    {
        for (var seed = 1; seed <= 50; seed++)
        {
            var (one, other) = (new EngineSchedule(seed), new EngineSchedule(seed));
            one.Run();
            other.Run();
            Assert.Equal(one.Tale, other.Tale);
            Assert.Equal((one.End.Phase, one.End.FinishedAt), (other.End.Phase, other.End.FinishedAt));
        }
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
