namespace ChefActors.Core.Targets;

/// <summary>A piece of a target's text. <paramref name="Text"/> is the meaning (quotes taken off), <paramref name="Source"/> what was typed.</summary>
internal readonly record struct TargetToken(TargetTokenKind Kind, string Text, string Source, int Column)
{
    /// <summary>How an error names it.</summary>
    public string Described => Kind == TargetTokenKind.End ? "the end" : TargetText.Quoted(Source);

    /// <summary>Is it this word, typed without quotes?</summary>
    public bool IsWord(string word) => Kind == TargetTokenKind.Word && Text == word;
}
