namespace ChefActors.Controller.Planning.Plans;

/// <summary>Values such as <c>wait(2h)</c>: a word, and what stands in its parentheses.</summary>
/// <param name="Word">The word.</param>
/// <param name="Argument">Null: there are no parentheses.</param>
internal readonly record struct PlanCall(string Word, string? Argument)
{
    /// <summary>Cuts a text; one that is not so made is a word as a whole.</summary>
    public static PlanCall Of(string text)
    {
        var open = text.IndexOf('(', StringComparison.Ordinal);
        return open > 0 && text[^1] == ')' ? new PlanCall(text[..open], text[(open + 1)..^1].Trim()) : new PlanCall(text, null);
    }
}
