namespace ChefActors.Core.Rollouts;

/// <summary>One word of an operator.</summary>
/// <param name="Verb">Such as <c>pause</c>.</param>
/// <param name="Who">As <c>user@host</c>.</param>
/// <param name="When">When.</param>
/// <param name="Detail">A wave's name, a reason; null: none.</param>
public sealed record ControlWord(string Verb, string Who, DateTimeOffset When, string? Detail);
