using ChefActors.Core.Nodes;

namespace ChefActors.Benchmarks.Fleet;

/// <summary>Names of the nodes of a side.</summary>
internal static class FleetNodes
{
    /// <summary>The names.</summary>
    internal static IReadOnlyList<NodeName> Of(string side, int nodes) => [.. Enumerable.Range(0, nodes).Select(number => NodeName.Parse($"{side}-{number:0000}.bench"))];
}
