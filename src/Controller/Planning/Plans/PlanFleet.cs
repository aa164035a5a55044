using ChefActors.Core.Targets;

namespace ChefActors.Controller.Planning.Plans;

/// <summary>The fleet as a plan is resolved against it.</summary>
/// <param name="Nodes">Those that may be targets; facts where they decide or are warned about.</param>
/// <param name="Absent">Names of those that are not alive now.</param>
/// <param name="LeftOut">Names of those that the target means and that are gone for too long to be targets.</param>
internal sealed record PlanFleet(IReadOnlyCollection<TargetSubject> Nodes, IReadOnlySet<string> Absent, IReadOnlyList<string> LeftOut)
{
    /// <summary>Nodes that are all there.</summary>
    public static PlanFleet Of(IEnumerable<TargetSubject> nodes) => new([.. nodes], new HashSet<string>(), []);
}
