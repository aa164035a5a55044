using ChefActors.Core.Targets;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using static ChefActors.Core.Targets.TargetExpression;

namespace ChefActors.Core.Tests.Targets;

public sealed class TargetProperties
{
    private static readonly Truth[] All = [Truth.False, Truth.Unknown, Truth.True];

    [Property(MaxTest = 2000)]
    public Property A_printed_expression_parses_to_an_equal_one() => Prop.ForAll(
        TargetGenerators.Expression.ToArbitrary(),
        expression => TargetParser.Parse(expression.ToString(), _ => TargetGenerators.FileLines).Equals(expression).Label(expression.ToString()));

    [Property(MaxTest = 5000)]
    public Property Any_text_near_the_grammar_parses_or_fails_at_a_column_inside_it() =>
        Prop.ForAll(TargetGenerators.NearTargets.ToArbitrary(), ParsesOrFailsInside);

    [Property(MaxTest = 1000)]
    public bool Any_text_parses_or_fails_at_a_column_inside_it(string? text) => ParsesOrFailsInside(text ?? "");

    [Property(MaxTest = 1000)]
    public Property The_matcher_agrees_with_the_logic_of_three_values() => Prop.ForAll(
        TargetGenerators.Expression.Two().ToArbitrary(),
        TargetGenerators.Subject.ToArbitrary(),
        (pair, subject) =>
        {
            var (left, right) = (Match(pair.Item1, subject), Match(pair.Item2, subject));
            return Match(new Not(pair.Item1), subject) == left.Not()
                && Match(new And([pair.Item1, pair.Item2]), subject) == left.And(right)
                && Match(new Or([pair.Item1, pair.Item2]), subject) == left.Or(right)
                && Match(new Not(new And([pair.Item1, pair.Item2])), subject) == Match(new Or([new Not(pair.Item1), new Not(pair.Item2)]), subject);
        });

    [Property(MaxTest = 1000)]
    public Property Undecided_keys_are_named_exactly_when_the_answer_is_unknown() => Prop.ForAll(
        TargetGenerators.Expression.ToArbitrary(),
        TargetGenerators.Subject.ToArbitrary(),
        (expression, subject) =>
        {
            var matcher = new TargetMatcher(expression);
            return (matcher.Match(subject) == Truth.Unknown) == (matcher.UndecidedKeys(subject).Count > 0);
        });

    [Property(MaxTest = 2000)]
    public Property A_known_answer_stays_when_the_node_learns_a_fact_it_lacked() => Prop.ForAll(
        TargetGenerators.Expression.ToArbitrary(),
        TargetGenerators.Subject.ToArbitrary(),
        TargetGenerators.Fact.ToArbitrary(),
        (expression, subject, fact) =>
        {
            // has() looks at the absence itself, so a fact that comes may change its answer.
            var before = Match(expression, subject);
            if (before == Truth.Unknown || expression.ToString().Contains("has(", StringComparison.Ordinal) || subject.Find("cpus") is not null) return true;
            var facts = new Dictionary<string, FactValue>(subject.Facts) { ["cpus"] = fact };
            return Match(expression, subject with { Facts = facts }) == before;
        });

    [Fact]
    public void The_three_values_follow_Kleene()
    {
        foreach (var a in All)
        {
            Assert.Equal(a, a.Not().Not());
            Assert.Equal(Truth.False, a.And(Truth.False));
            Assert.Equal(a, a.And(Truth.True));
            Assert.Equal(Truth.True, a.Or(Truth.True));
            Assert.Equal(a, a.Or(Truth.False));
            foreach (var b in All)
            {
                Assert.Equal(a.And(b), b.And(a));
                Assert.Equal(a.Or(b), b.Or(a));
                Assert.Equal(a.And(b).Not(), a.Not().Or(b.Not()));
            }
        }

        Assert.Equal(Truth.Unknown, Truth.Unknown.Not());
        Assert.Equal(Truth.Unknown, Truth.Unknown.And(Truth.True));
        Assert.Equal(Truth.Unknown, Truth.Unknown.Or(Truth.False));
    }

    [Property(MaxTest = 5000)]
    public Property A_glob_agrees_with_a_naive_one() => Prop.ForAll(
        Gen.Elements('a', 'b', '/', '*').ListOf().Select(c => new string([.. c.Take(9)])).ToArbitrary(),
        Gen.Elements('a', 'b', '/').ListOf().Select(c => new string([.. c.Take(9)])).ToArbitrary(),
        (pattern, text) => (new Glob(pattern).IsMatch(text) == Naive(pattern, text)).Label($"{pattern} on {text}"));

    private static bool ParsesOrFailsInside(string text) =>
        TargetParser.TryParse(text, _ => TargetGenerators.FileLines, out var expression, out var error)
            ? TargetParser.Parse(expression.ToString(), _ => TargetGenerators.FileLines).Equals(expression)
            : error.Column >= 1 && error.Column <= text.Length + 1 && error.Found.Length > 0;

    private static Truth Match(TargetExpression expression, TargetSubject subject) => new TargetMatcher(expression).Match(subject);

    private static bool Naive(string pattern, string text)
    {
        if (pattern.Length == 0) return text.Length == 0;
        if (pattern[0] != '*') return text.Length > 0 && text[0] == pattern[0] && Naive(pattern[1..], text[1..]);
        var stars = pattern.TakeWhile(c => c == '*').Count();
        var rest = pattern[stars..];
        for (var taken = 0; taken <= text.Length; taken++)
        {
            if (stars == 1 && text[..taken].Contains('/', StringComparison.Ordinal)) break;
            if (Naive(rest, text[taken..])) return true;
        }

        return false;
    }
}
