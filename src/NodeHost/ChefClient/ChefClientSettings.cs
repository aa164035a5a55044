namespace ChefActors.NodeHost.ChefClient;

/// <summary>How chef-client is started here.</summary>
/// <param name="ChefClient">Path of chef-client, or of what takes its flags.</param>
/// <param name="StateDirectory">Where runs have their directories.</param>
/// <param name="BootId">This boot's id.</param>
/// <param name="HiddenEnvironment">Names of environment variables that chef-client does not inherit: our secrets.</param>
/// <param name="SiteClientDirectory">The setting <c>chef.client_d_dir</c>; null: where Chef itself looks.</param>
internal sealed record ChefClientSettings(string ChefClient, string StateDirectory, string BootId, IReadOnlyList<string> HiddenEnvironment, string? SiteClientDirectory = null);
