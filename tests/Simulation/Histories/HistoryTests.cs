using System.Globalization;

namespace ChefActors.Simulation.Histories;

/// <summary>
/// Random histories. <c>CHEFACTORS_SEED</c> runs one seed (the first, with more), <c>CHEFACTORS_SEEDS</c> says how many are run; a broken one is told.
/// </summary>
public sealed class HistoryTests
{
    [Fact]
    public void Every_history_keeps_its_promises()
    {
        var only = Number("CHEFACTORS_SEED");
        var first = only ?? 1;
        var count = Number("CHEFACTORS_SEEDS") ?? (only is null ? 300 : 1);
        var broken = new List<(int Seed, string Violation)>();
        var tale = "";
        for (var seed = first; seed < first + count && broken.Count < 20; seed++)
        {
            var history = new History(seed);
            var violations = history.Run();
            if (violations.Count == 0) continue;
            if (broken.Count == 0) tale = $"{string.Join("\n", violations)}\n{history.Tell()}";
            broken.Add((seed, violations[0]));
        }

        Assert.True(
            broken.Count == 0,
            $"broken: {string.Join("\n", broken)}\nrun one again: ./test simulate --seed {broken.FirstOrDefault().Seed}\n{tale}");
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
