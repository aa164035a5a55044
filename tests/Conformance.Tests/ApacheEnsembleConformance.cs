namespace ChefActors.Conformance.Tests;

/// <summary>The suite on three of Apache's servers, through one that follows.</summary>
[Trait("needs", "debian")]
public sealed class ApacheEnsembleConformance(EnsembleServers servers) : ZooKeeperConformance(servers), IClassFixture<EnsembleServers>;
