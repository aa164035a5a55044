namespace ChefActors.Testing.Fuzzing;

/// <summary>A seed that broke something.</summary>
/// <param name="Seed">It breaks it again.</param>
/// <param name="Problem">How, with the stack.</param>
public sealed record FuzzFinding(long Seed, string Problem);
