namespace ChefActors.Core.Rollouts;

/// <summary>The word that ends a rollout.</summary>
/// <param name="Interrupt">What runs is stopped too.</param>
/// <param name="Who">Whose word.</param>
/// <param name="When">When.</param>
public sealed record AbortWord(bool Interrupt, string Who, DateTimeOffset When);
