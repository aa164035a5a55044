namespace ChefActors.Core.Targets;

/// <summary>A target against a fleet.</summary>
/// <param name="Expression">The target.</param>
/// <param name="Targeted">The nodes that are meant, sorted by name.</param>
/// <param name="Undecided">The nodes of which it is not known; not targeted, to be listed. Sorted by name.</param>
/// <param name="Seen">How many nodes were looked at.</param>
public sealed record TargetResolution(TargetExpression Expression, IReadOnlyList<string> Targeted, IReadOnlyList<UndecidedNode> Undecided, int Seen)
{
    /// <summary>Why this cannot be a target, for people; null when at least one node is meant.</summary>
    public string? Refusal
    {
        get
        {
            if (Targeted.Count > 0) return null;
            var text = $"the target {TargetText.Quoted(Expression.ToString())} matches none of {Seen} nodes";
            if (Undecided.Count == 0) return text;
            var keys = Undecided.SelectMany(n => n.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
            return $"{text}; {Undecided.Count} cannot be decided for want of: {string.Join(", ", keys)}";
        }
    }
}
