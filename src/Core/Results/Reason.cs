namespace ChefActors.Core.Results;

/// <summary>Why: a code of <see cref="ReasonCode"/> for programs, a sentence for people.</summary>
public sealed record Reason(string Code, string Text);
