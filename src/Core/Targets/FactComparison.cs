using System.Globalization;

namespace ChefActors.Core.Targets;

/// <summary>A fact against a value. A fact that is missing, or that has no order where one is asked for, gives unknown.</summary>
internal static class FactComparison
{
    public static Truth Compare(FactValue? fact, ComparisonOperator comparison, string value, Glob? glob)
    {
        if (fact is null) return Truth.Unknown;
        return comparison switch
        {
            ComparisonOperator.Equal => TruthLogic.Known(AreEqual(fact, value)),
            ComparisonOperator.NotEqual => TruthLogic.Known(!AreEqual(fact, value)),
            ComparisonOperator.Glob => TruthLogic.Known(Texts(fact).Any((glob ?? new Glob(value)).IsMatch)),
            _ => Order(fact, value) is { } order ? TruthLogic.Known(Holds(comparison, order)) : Truth.Unknown,
        };
    }

    public static Truth IsOneOf(FactValue? fact, IReadOnlyList<string> values) =>
        fact is null ? Truth.Unknown : TruthLogic.Known(values.Any(value => AreEqual(fact, value)));

    private static bool AreEqual(FactValue fact, string value) => fact switch
    {
        FactValue.Number number => VersionOrder.IsNumber(value, out var other) && number.Value == other,
        FactValue.TextList list => list.Values.Contains(value, StringComparer.Ordinal),
        FactValue.Text text => text.Value == value,
        _ => false,
    };

    private static IEnumerable<string> Texts(FactValue fact) => fact switch
    {
        FactValue.Number number => [number.Value.ToString(CultureInfo.InvariantCulture)],
        FactValue.TextList list => list.Values,
        FactValue.Text text => [text.Value],
        _ => [],
    };

    /// <summary>
    /// A number is compared as a number (with a version by dotted parts); a text by dotted parts, because 18.10 is above 18.9, unless one side
    /// is negative; a list has no order.
    /// </summary>
    private static int? Order(FactValue fact, string value)
    {
        switch (fact)
        {
            case FactValue.Number number when VersionOrder.IsNumber(value, out var other):
                return number.Value.CompareTo(other);
            case FactValue.Number number when number.Value >= 0:
                return VersionOrder.Compare(number.Value.ToString(CultureInfo.InvariantCulture), value);
            case FactValue.Text text when text.Value.StartsWith('-') || value.StartsWith('-'):
                return VersionOrder.IsNumber(text.Value, out var left) && VersionOrder.IsNumber(value, out var right) ? left.CompareTo(right) : null;
            case FactValue.Text text when VersionOrder.IsComparable(text.Value):
                return VersionOrder.Compare(text.Value, value);
            default:
                return null;
        }
    }

    private static bool Holds(ComparisonOperator comparison, int order) => comparison switch
    {
        ComparisonOperator.Less => order < 0,
        ComparisonOperator.LessOrEqual => order <= 0,
        ComparisonOperator.Greater => order > 0,
        _ => order >= 0,
    };
}
