namespace ChefActors.Core.Configuration;

/// <summary>The reference says <c>key = ${?NAME}</c>: the variable sets the key.</summary>
internal sealed record EnvironmentBinding(IReadOnlyList<string> Path, string Variable);
