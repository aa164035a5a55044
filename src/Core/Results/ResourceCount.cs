namespace ChefActors.Core.Results;

/// <summary>Chef's own count. What is not known is null, never 0.</summary>
public sealed record ResourceCount(int? Updated, int? Total);
