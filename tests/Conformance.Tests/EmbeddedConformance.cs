namespace ChefActors.Conformance.Tests;

/// <summary>The suite on the embedded server.</summary>
public sealed class EmbeddedConformance(EmbeddedServer server) : ZooKeeperConformance(server), IClassFixture<EmbeddedServer>;
