using ChefActors.Core.Configuration;
using ChefActors.Core.Nodes;
using ChefActors.Core.Targets;

namespace ChefActors.Controller.Fleet;

/// <summary>Nodes that are gone for so long that nobody means them: no targets, and listed apart. Pure.</summary>
internal static class LongGone
{
    /// <summary>
    /// Gone for certain for longer than <paramref name="after"/>. A node of which it is not known since when it is gone is not.
    /// </summary>
    /// <param name="node">The node.</param>
    /// <param name="now">Where it decides, ZooKeeper's time.</param>
    /// <param name="after">The setting <c>fleet.gone_after</c>, or what is asked for.</param>
    public static bool IsSo(FleetNode node, DateTimeOffset now, TimeSpan after) => !node.Alive && node.Since is { } since && now - since > after;

    /// <summary>The fleet without them, and their names where the target would have meant them.</summary>
    public static (FleetView Fleet, IReadOnlyList<NodeName> LeftOut) Without(FleetView fleet, TargetExpression target, DateTimeOffset now, TimeSpan after)
    {
        var gone = fleet.Nodes.Where(node => IsSo(node, now, after)).ToList();
        if (gone.Count == 0) return (fleet, []);
        var matcher = new TargetMatcher(target);
        return (
            new FleetView([.. fleet.Nodes.Except(gone)]),
            [.. gone.Where(node => matcher.Match(FactsReading.Subject(node.Name, node.Facts)) == Truth.True).Select(node => node.Name)]);
    }

    /// <summary>A sentence about them.</summary>
    public static string Said(IReadOnlyList<NodeName> leftOut, TimeSpan after)
    {
        const int named = 5;
        return $"{leftOut.Count} gone for over {Quantity.Print(after)} left out: {string.Join(", ", leftOut.Take(named))}{(leftOut.Count > named ? $" and {leftOut.Count - named} more" : "")}";
    }
}
