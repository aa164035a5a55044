using ChefActors.Controller.Rollouts;
using ChefActors.Core.Targets;

namespace ChefActors.Controller.Planning.Plans;

/// <summary>A plan against a fleet. A closed set.</summary>
internal abstract record PlanResolution
{
    private PlanResolution()
    {
    }

    /// <summary>It can start.</summary>
    /// <param name="Rollout">Waves that have nodes, and their nodes in the order in which they go.</param>
    /// <param name="Undecided">Nodes that are not targeted because they lack a key of the target.</param>
    /// <param name="Matched">How many nodes the target meant before a limit.</param>
    /// <param name="Warnings">What somebody should know.</param>
    /// <param name="Refusing">Targets that will refuse.</param>
    internal sealed record Ready(
        NewRollout Rollout, IReadOnlyList<UndecidedNode> Undecided, int Matched, IReadOnlyList<PlanWarning> Warnings, IReadOnlyList<RefusingNode> Refusing) : PlanResolution;

    /// <summary>It does not hold on this fleet.</summary>
    internal sealed record Invalid(PlanFault Fault, IReadOnlyList<UndecidedNode> Undecided) : PlanResolution;
}
