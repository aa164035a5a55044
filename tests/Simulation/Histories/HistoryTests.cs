using System.Globalization;

namespace ChefActors.Simulation.Histories;

/// <summary>
/// Random histories. <c>CHEFACTORS_SEED</c> runs one seed (the first, with more), <c>CHEFACTORS_SEEDS</c> says how many are run; a broken one is told.
/// <c>./bench histories</c> runs 100,000.
/// </summary>
public sealed class HistoryTests
{
    /// <summary>Histories of each run of the tests.</summary>
    internal const int Seeds = 2000;

    [Fact]
    public void Every_history_keeps_its_promises()
    {
        var only = Number("CHEFACTORS_SEED");
        var broken = HistoryRunner.Run(only ?? 1, Number("CHEFACTORS_SEEDS") ?? (only is null ? Seeds : 1));
        if (broken.Count == 0) return;
        var history = new History(broken[0].Seed);
        history.Run();
        Assert.Fail(
            $"broken: {string.Join("\n", broken.Select(b => $"{b.Seed}: {b.Violations[0]}"))}\nrun one again: ./test simulate --seed {broken[0].Seed}\n"
            + $"{string.Join("\n", broken[0].Violations)}\n{history.Tell()}");
    }

    [Fact]
    public void The_same_seed_gives_the_same_history()
    {
        var (one, other) = (new History(7), new History(7));
        one.Run();
        other.Run();
        Assert.Equal(one.Tell(), other.Tell());
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
