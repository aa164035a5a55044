using ChefActors.Core.Targets;
using FsCheck;
using FsCheck.Fluent;
using static ChefActors.Core.Targets.TargetExpression;

namespace ChefActors.Core.Tests.Targets;

/// <summary>Expressions as the parser can make them, subjects that hold some of their keys, and texts near the grammar.</summary>
internal static class TargetGenerators
{
    private static readonly string[] Keys = ["env", "role", "cpus", "tag.rack", "in", "has", "_x-1"];
    private static readonly string[] Values =
        ["prod", "web", "", "it's", "\"", "and", "or", "not", "in", "a b", "@f", "x@y", "4", "18.10", "-3", "a=b", "(", "é", "kr/*", "a''b'\"", "&&"];

    private static readonly string[] Names = ["web-1", "web-*", "**", "in", "has", "and", "or", "not", "0", "_", "a.b"];
    private static readonly string[] Fragments =
    [
        "and", "or", "not", "in", "has", "has(", "(", ")", ",", "=", "!=", "~", "<", ">=", "'", "\"", "@", "@f", " ", "\n", "a", "web-*", "k", "4", "\0", "é", "&", "''", "\ud800",
    ];

    public static readonly IReadOnlyList<string> FileLines = ["web-1", "db-*"];

    public static Gen<TargetExpression> Expression => Gen.Sized(size => Sized(Math.Min(size, 12)));

    public static Gen<string> NearTargets => Gen.Elements(Fragments).ListOf().Select(string.Concat);

    public static Gen<FactValue> Fact => Gen.OneOf(
        Gen.Elements(Values).Select(v => (FactValue)new FactValue.Text(v)),
        Gen.Choose(-5, 20).Select(n => (FactValue)new FactValue.Number(n)),
        Gen.Elements(Values).ListOf().Select(v => (FactValue)new FactValue.TextList([.. v])));

    public static Gen<TargetSubject> Subject =>
        from name in Gen.Elements("web-1", "db-7", "in")
        from facts in Gen.Elements(Keys).Zip(Fact).ListOf()
        from tags in Gen.Elements("env", "rack", "role").Zip(Gen.Elements(Values)).ListOf()
        select new TargetSubject(
            name,
            facts.DistinctBy(f => f.Item1).ToDictionary(f => f.Item1, f => f.Item2),
            tags.DistinctBy(t => t.Item1).ToDictionary(t => t.Item1, t => t.Item2));

    private static Gen<TargetExpression> Leaf => Gen.OneOf(
        Gen.Elements(Names).Select(n => (TargetExpression)new Name(n)),
        Gen.Elements(Keys).Select(k => (TargetExpression)new Has(k)),
        Gen.Elements("f", "my file", "it's", "@", "not").Select(f => (TargetExpression)new NamesFromFile(f, FileLines)),
        from key in Gen.Elements(Keys)
        from values in Gen.NonEmptyListOf(Gen.Elements(Values))
        select (TargetExpression)new In(key, [.. values]),
        from key in Gen.Elements(Keys)
        from comparison in Gen.Elements(ComparisonOperator.Equal, ComparisonOperator.NotEqual, ComparisonOperator.Glob)
        from value in Gen.Elements(Values)
        select (TargetExpression)new Comparison(key, comparison, value),
        from key in Gen.Elements(Keys)
        from comparison in Gen.Elements(ComparisonOperator.Less, ComparisonOperator.LessOrEqual, ComparisonOperator.Greater, ComparisonOperator.GreaterOrEqual)
        from value in Gen.Elements("4", "18.10", "-3", "5.15.0-91 b")
        select (TargetExpression)new Comparison(key, comparison, value));

    private static Gen<TargetExpression> Sized(int size)
    {
        if (size <= 1) return Leaf;
        var operands = Gen.Choose(2, 4).SelectMany(n => Sized(size / n).ListOf(n));
        return Gen.OneOf(
            Leaf,
            Sized(size - 1).Select(e => (TargetExpression)new Not(e)),
            operands.Select(o => (TargetExpression)new And([.. o])),
            operands.Select(o => (TargetExpression)new Or([.. o])));
    }
}
