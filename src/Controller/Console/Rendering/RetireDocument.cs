namespace ChefActors.Controller.Console.Rendering;

/// <summary>What <c>nodes retire --output json</c> says at its end.</summary>
internal sealed record RetireDocument(int V, string Cluster, IReadOnlyList<string> Retired, IReadOnlyList<RefusedNodeDocument> Refused);
