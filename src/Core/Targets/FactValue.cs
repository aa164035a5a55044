namespace ChefActors.Core.Targets;

/// <summary>What a target may be compared with: a text, a number or a list of texts. The set is closed.</summary>
public abstract record FactValue
{
    private FactValue()
    {
    }

    /// <summary>A text; compared by dotted parts when an order is asked for.</summary>
    public sealed record Text(string Value) : FactValue;

    /// <summary>A number (<c>cpus</c>, <c>memory_mb</c>).</summary>
    public sealed record Number(decimal Value) : FactValue;

    /// <summary>A list (<c>roles</c>, <c>recipes</c>): <c>=</c> means contains. It has no order.</summary>
    public sealed record TextList(IReadOnlyList<string> Values) : FactValue;
}
