namespace ChefActors.Core.Targets;

/// <summary>Why a text is no target.</summary>
/// <param name="Column">Where, counted from 1 in characters; one past the end when the text ended too early.</param>
/// <param name="Found">What stands there.</param>
/// <param name="Expected">What is allowed there.</param>
public sealed record TargetSyntaxError(int Column, string Found, string Expected)
{
    /// <inheritdoc />
    public override string ToString() => $"column {Column}: found {Found}; expected {Expected}";
}
