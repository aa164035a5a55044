using System.Globalization;
using ChefActors.Testing;

namespace ChefActors.Simulation.Fleet;

/// <summary>
/// Random schedules of whole fleets. <c>CHEFACTORS_FLEET_SEED</c> runs one seed and tells it, <c>CHEFACTORS_FLEET_SEEDS</c> says how many are run.
/// </summary>
public sealed class FleetTests(Xunit.Abstractions.ITestOutputHelper output)
{
    /// <summary>Schedules of each run of the tests.</summary>
    internal const int Seeds = 2000;

    [Fact]
    [Trait(Suite.Key, Suite.Long)]
    public void Every_schedule_of_a_fleet_keeps_its_promises()
    {
        var only = Number("CHEFACTORS_FLEET_SEED");
        if (only is { } seed) output.WriteLine(FleetRunner.Tell(seed));
        var broken = FleetRunner.Run(only ?? 1, only is null ? Number("CHEFACTORS_FLEET_SEEDS") ?? Seeds : 1);
        if (broken.Count == 0) return;
        Assert.Fail(
            $"broken: {string.Join("\n", broken.Select(b => $"{b.Seed}: {b.Violations[0]}"))}\nrun one again: CHEFACTORS_FLEET_SEED={broken[0].Seed} ./test simulate\n{FleetRunner.Tell(broken[0].Seed)}");
    }

    [Fact]
    public void The_same_seed_gives_the_same_schedule()
    {
        for (var seed = 1; seed <= 5; seed++) Assert.Equal(FleetRunner.Tell(seed), FleetRunner.Tell(seed));
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
