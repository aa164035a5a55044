namespace ChefActors.NodeHost.Facts;

/// <summary>What takes a while to find out, so it comes after the registration. Null: not found out within its time.</summary>
/// <param name="Fqdn">The machine's full name, which may need a name server.</param>
/// <param name="ChefVersion">What <c>chef-client --version</c> says, where nothing newer does.</param>
/// <param name="ChefPeriodic">What else runs chef-client here.</param>
/// <param name="Ohai">What ohai says, where it is installed.</param>
internal sealed record SlowFacts(string? Fqdn, string? ChefVersion, ChefPeriodic? ChefPeriodic, OhaiFacts? Ohai = null);
