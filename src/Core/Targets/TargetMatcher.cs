using System.Collections.Frozen;

namespace ChefActors.Core.Targets;

/// <summary>Says which nodes an expression means. Globs and lists are prepared once; the matcher is immutable and may be shared.</summary>
public sealed class TargetMatcher
{
    private readonly Func<TargetSubject, ISet<string>?, Truth> match;

    /// <summary>Prepares an expression.</summary>
    public TargetMatcher(TargetExpression expression)
    {
        ArgumentNullException.ThrowIfNull(expression);
        Expression = expression;
        match = Compile(expression);
    }

    /// <summary>What it matches.</summary>
    public TargetExpression Expression { get; }

    /// <summary>Is the node meant? Unknown when a fact is missing that would decide.</summary>
    public Truth Match(TargetSubject subject) => match(subject, null);

    /// <summary>The keys that made the answer unknown: the node lacks them, or their value has no order. Sorted; empty when it is known.</summary>
    public IReadOnlyList<string> UndecidedKeys(TargetSubject subject)
    {
        var keys = new SortedSet<string>(StringComparer.Ordinal);
        return match(subject, keys) == Truth.Unknown ? [.. keys] : [];
    }

    /// <summary>Divides nodes into those that are targeted and those of which it is not known; both sorted by name.</summary>
    public TargetResolution Resolve(IEnumerable<TargetSubject> subjects)
    {
        ArgumentNullException.ThrowIfNull(subjects);
        var targeted = new List<string>();
        var undecided = new List<UndecidedNode>();
        var seen = 0;
        foreach (var subject in subjects)
        {
            seen++;
            var truth = Match(subject);
            if (truth == Truth.True) targeted.Add(subject.Name);
            else if (truth == Truth.Unknown) undecided.Add(new UndecidedNode(subject.Name, UndecidedKeys(subject)));
        }

        targeted.Sort(StringComparer.Ordinal);
        undecided.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        return new TargetResolution(Expression, targeted, undecided, seen);
    }

    private static Func<TargetSubject, ISet<string>?, Truth> Compile(TargetExpression expression)
    {
        switch (expression)
        {
            case TargetExpression.Or or:
                var any = or.Operands.Select(Compile).ToArray();
                return (s, keys) => any.Aggregate(Truth.False, (truth, operand) => truth == Truth.True ? truth : truth.Or(operand(s, keys)));
            case TargetExpression.And and:
                var all = and.Operands.Select(Compile).ToArray();
                return (s, keys) => all.Aggregate(Truth.True, (truth, operand) => truth == Truth.False ? truth : truth.And(operand(s, keys)));
            case TargetExpression.Not not:
                var operand = Compile(not.Operand);
                return (s, keys) => operand(s, keys).Not();
            case TargetExpression.Comparison comparison:
                var glob = comparison.Operator == ComparisonOperator.Glob ? new Glob(comparison.Value) : null;
                return (s, keys) => Note(FactComparison.Compare(s.Find(comparison.Key), comparison.Operator, comparison.Value, glob), comparison.Key, keys);
            case TargetExpression.In set:
                return (s, keys) => Note(FactComparison.IsOneOf(s.Find(set.Key), set.Values), set.Key, keys);
            case TargetExpression.Has has:
                return (s, _) => TruthLogic.Known(s.Find(has.Key) is not null);
            case TargetExpression.Name name:
                var pattern = new Glob(name.Pattern);
                return (s, _) => TruthLogic.Known(pattern.IsMatch(s.Name));
            case TargetExpression.NamesFromFile names:
                var exact = names.Patterns.Where(p => !Glob.IsPattern(p)).ToFrozenSet(StringComparer.Ordinal);
                var globs = names.Patterns.Where(Glob.IsPattern).Distinct().Select(p => new Glob(p)).ToArray();
                return (s, _) => TruthLogic.Known(exact.Contains(s.Name) || globs.Any(g => g.IsMatch(s.Name)));
            default:
                throw new ArgumentOutOfRangeException(nameof(expression), expression, "no kind of target expression");
        }
    }

    private static Truth Note(Truth truth, string key, ISet<string>? keys)
    {
        if (truth == Truth.Unknown) keys?.Add(key);
        return truth;
    }
}
