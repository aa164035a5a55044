namespace ChefActors.Conformance.Tests;

/// <summary>The suite on Apache's server: what the cases say is what it does.</summary>
[Trait("needs", "debian")]
public sealed class ApacheConformance(ApacheServer server) : ZooKeeperConformance(server), IClassFixture<ApacheServer>;
