using System.Globalization;
using ChefActors.Core.Targets;

namespace ChefActors.Controller.Planning.Plans;

/// <summary>The order in which targets go, over all waves: each wave takes the next of it. Pure.</summary>
internal static class WaveArranging
{
    /// <summary>Arranges targets; their names are distinct.</summary>
    public static IReadOnlyList<string> Arrange(WaveOrder order, IReadOnlyCollection<TargetSubject> targets) => order switch
    {
        WaveOrder.Shuffle shuffle => Shuffled(targets, shuffle.Seed),
        WaveOrder.Spread spread => Spread(targets, spread.Key),
        _ => [.. ByName(targets)],
    };

    private static IEnumerable<string> ByName(IEnumerable<TargetSubject> targets) => targets.Select(t => t.Name).Order(StringComparer.Ordinal);

    private static string[] Shuffled(IReadOnlyCollection<TargetSubject> targets, ulong seed)
    {
        var names = ByName(targets).ToArray();
        var numbers = new SeededNumbers(seed);
        for (var left = names.Length; left > 1; left--)
        {
            var chosen = numbers.Below(left);
            (names[left - 1], names[chosen]) = (names[chosen], names[left - 1]);
        }

        return names;
    }

    /// <summary>One of each value in turn, the values in their order, nodes that lack the fact as a value of their own behind them.</summary>
    private static List<string> Spread(IReadOnlyCollection<TargetSubject> targets, string key)
    {
        var groups = targets
            .GroupBy(t => ValueOf(t, key))
            .OrderBy(g => g.Key is null).ThenBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new Queue<string>(ByName(g)))
            .ToList();
        var arranged = new List<string>(targets.Count);
        while (groups.Count > 0)
        {
            foreach (var group in groups) arranged.Add(group.Dequeue());
            groups.RemoveAll(group => group.Count == 0);
        }

        return arranged;
    }

    private static string? ValueOf(TargetSubject target, string key) => target.Find(key) switch
    {
        FactValue.Text text => text.Value,
        FactValue.Number number => number.Value.ToString(CultureInfo.InvariantCulture),
        FactValue.TextList list => string.Join(',', list.Values),
        _ => null,
    };
}
