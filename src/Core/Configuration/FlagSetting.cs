namespace ChefActors.Core.Configuration;

/// <summary>A key set by a flag of its own: an error names that flag, not <c>--set</c>, which the user never typed.</summary>
/// <param name="Flag">As the user gave it, such as <c>--name</c>.</param>
/// <param name="Key">The whole key, such as <c>chefactors.node.name</c>.</param>
/// <param name="Value">Its value, taken as a text.</param>
public sealed record FlagSetting(string Flag, string Key, string Value);
