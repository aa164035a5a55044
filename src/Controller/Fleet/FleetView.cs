using System.Collections.Immutable;
using ChefActors.Core.Nodes;
using ChefActors.Core.Targets;

namespace ChefActors.Controller.Fleet;

/// <summary>The fleet as it was read at one time, sorted by name.</summary>
internal sealed record FleetView(ImmutableArray<FleetNode> Nodes)
{
    /// <summary>No nodes.</summary>
    public static FleetView Empty { get; } = new([]);

    /// <summary>How many are alive.</summary>
    public int Alive => Nodes.Count(n => n.Alive);

    /// <summary>The nodes as targets see them.</summary>
    public IEnumerable<TargetSubject> Subjects() => Nodes.Select(n => FactsReading.Subject(n.Name, n.Facts));

    /// <summary>The nodes of these names alone.</summary>
    public FleetView Only(IReadOnlyCollection<string> names)
    {
        var wanted = names.ToHashSet(StringComparer.Ordinal);
        return new FleetView([.. Nodes.Where(n => wanted.Contains(n.Name.Value))]);
    }

    /// <summary>The node of this name.</summary>
    public FleetNode? Find(NodeName name) => Nodes.FirstOrDefault(n => n.Name == name);
}
