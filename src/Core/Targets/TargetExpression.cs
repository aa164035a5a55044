namespace ChefActors.Core.Targets;

/// <summary>
/// A parsed target: which nodes are meant. The set is closed; equality is by value; <see cref="object.ToString"/> gives text that parses to
/// an equal expression.
/// </summary>
public abstract record TargetExpression
{
    private TargetExpression()
    {
    }

    /// <inheritdoc />
    public sealed override string ToString() => TargetPrinter.Print(this);

    /// <summary>At least one operand holds. Two operands or more.</summary>
    public sealed record Or(IReadOnlyList<TargetExpression> Operands) : TargetExpression
    {
        /// <inheritdoc />
        public bool Equals(Or? other) => other is not null && Operands.SequenceEqual(other.Operands);

        /// <inheritdoc />
        public override int GetHashCode() => Hash("or", Operands);
    }

    /// <summary>All operands hold. Two operands or more.</summary>
    public sealed record And(IReadOnlyList<TargetExpression> Operands) : TargetExpression
    {
        /// <inheritdoc />
        public bool Equals(And? other) => other is not null && Operands.SequenceEqual(other.Operands);

        /// <inheritdoc />
        public override int GetHashCode() => Hash("and", Operands);
    }

    /// <summary>The operand is known not to hold.</summary>
    public sealed record Not(TargetExpression Operand) : TargetExpression;

    /// <summary><c>key op value</c>.</summary>
    public sealed record Comparison(string Key, ComparisonOperator Operator, string Value) : TargetExpression;

    /// <summary><c>key in (value, …)</c>: equal to one of them. One value or more.</summary>
    public sealed record In(string Key, IReadOnlyList<string> Values) : TargetExpression
    {
        /// <inheritdoc />
        public bool Equals(In? other) => other is not null && Key == other.Key && Values.SequenceEqual(other.Values);

        /// <inheritdoc />
        public override int GetHashCode() => Hash(Key, Values);
    }

    /// <summary><c>has(key)</c>: the node has the fact or the tag. Never unknown.</summary>
    public sealed record Has(string Key) : TargetExpression;

    /// <summary>A bare word: a glob on the node's name.</summary>
    public sealed record Name(string Pattern) : TargetExpression;

    /// <summary><c>@FILE</c>: one of the names or globs that the file held when it was parsed.</summary>
    public sealed record NamesFromFile(string File, IReadOnlyList<string> Patterns) : TargetExpression
    {
        /// <inheritdoc />
        public bool Equals(NamesFromFile? other) => other is not null && File == other.File && Patterns.SequenceEqual(other.Patterns);

        /// <inheritdoc />
        public override int GetHashCode() => Hash(File, Patterns);
    }

    private static int Hash<T>(string head, IReadOnlyList<T> items)
    {
        var hash = default(HashCode);
        hash.Add(head, StringComparer.Ordinal);
        foreach (var item in items) hash.Add(item);
        return hash.ToHashCode();
    }
}
