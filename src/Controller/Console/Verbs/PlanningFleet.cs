using ChefActors.Controller.Fleet;
using ChefActors.Controller.Planning;
using ChefActors.Controller.Planning.Plans;
using ChefActors.Core.Nodes;
using ChefActors.Core.Targets;

namespace ChefActors.Controller.Console.Verbs;

/// <summary>Reads of a fleet what a target needs. Nodes that are gone for long are no targets: who would have been one is named.</summary>
/// <param name="Present">Who may be a target.</param>
/// <param name="LeftOut">Who is gone for too long.</param>
internal sealed record PlanningFleet(FleetView Present, IReadOnlyList<NodeName> LeftOut)
{
    /// <summary>Reads it; facts only where they decide, or where they are asked for.</summary>
    public static async Task<PlanningFleet> ReadAsync(ICluster cluster, TargetExpression target, bool withFacts, TimeSpan goneAfter, CancellationToken cancellationToken)
    {
        var filter = TargetFacts.NameFilter(target);
        var detail = filter is null || withFacts ? FleetDetail.Facts | FleetDetail.Presence : FleetDetail.Presence;
        var fleet = await cluster.ReadFleetAsync(detail, filter, cancellationToken);
        if (fleet.Alive == fleet.Nodes.Length) return new PlanningFleet(fleet, []);
        var (present, leftOut) = LongGone.Without(fleet, target, await cluster.ServerTimeAsync(cancellationToken), goneAfter);
        return new PlanningFleet(present, leftOut);
    }

    /// <summary>As plans are resolved against it.</summary>
    public PlanFleet ForPlan() => new(
        [.. Present.Subjects()],
        Present.Nodes.Where(node => !node.Alive).Select(node => node.Name.Value).ToHashSet(StringComparer.Ordinal),
        [.. LeftOut.Select(name => name.Value)]);
}
