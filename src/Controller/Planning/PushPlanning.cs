using ChefActors.Controller.Rollouts;
using ChefActors.Core.Targets;

namespace ChefActors.Controller.Planning;

/// <summary>What becomes of a push before anything is written. A closed set.</summary>
internal abstract record PushPlanning
{
    private PushPlanning()
    {
    }

    /// <summary>It can start.</summary>
    /// <param name="Rollout">One wave, nodes by name.</param>
    /// <param name="Undecided">Nodes that are not targeted because they lack a key of the target.</param>
    /// <param name="Matched">How many nodes the target meant before the limit.</param>
    internal sealed record Ready(NewRollout Rollout, IReadOnlyList<UndecidedNode> Undecided, int Matched) : PushPlanning;

    /// <summary>It does not hold: a fault in what was asked.</summary>
    internal sealed record Invalid(string Message, IReadOnlyList<UndecidedNode> Undecided) : PushPlanning;

    /// <summary>It holds and needs a word that was not given.</summary>
    internal sealed record Unconfirmed(string Message) : PushPlanning;
}
