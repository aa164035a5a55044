namespace ChefActors.ChefStandIn.Scenarios;

/// <summary>A scenario file that is not one: the message says where and what. A wrong scenario is a mistake in a test, so it is never passed over.</summary>
internal sealed class ScenarioException(string message) : Exception(message);
