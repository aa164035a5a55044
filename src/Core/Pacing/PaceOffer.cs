namespace ChefActors.Core.Pacing;

/// <summary>How many runs a rollout may take from a shared budget now.</summary>
/// <param name="Count">From 0 to what was wanted.</param>
/// <param name="Document">The budget once they are taken; goes with the dispatch that spends them. Without meaning when <paramref name="Count"/> is 0.</param>
/// <param name="NextAt">When to ask again: after the taking, or now when nothing may be taken.</param>
public sealed record PaceOffer(int Count, PaceDocument Document, DateTimeOffset NextAt);
