using System.Collections.Immutable;
using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;

namespace ChefActors.Controller.Rollouts;

/// <summary>A rollout as it stands now: what console, JSON and tests show. Its tally always adds up to the number of targets.</summary>
/// <param name="Plan">What was asked for.</param>
/// <param name="State">The state as last written.</param>
/// <param name="Tally">Counts of all targets, from the rows.</param>
/// <param name="Nodes">Every target, in the order in which they go.</param>
/// <param name="OwnedBy">The controller that drives it; null: nobody.</param>
/// <param name="At">ZooKeeper's time of this look.</param>
internal sealed record RolloutSnapshot(
    RolloutPlan Plan, RolloutState State, ResultTally Tally, ImmutableArray<NodeSnapshot> Nodes, OwnerDocument? OwnedBy, DateTimeOffset At)
{
    /// <summary>The operators' words.</summary>
    public ControlDocument Control { get; init; } = new();

    /// <summary>
    /// Nothing more comes by itself: it ended; or a rule halted it, nothing is outstanding, and neither a word nor its plan's rollback moves it on.
    /// </summary>
    public bool IsOver => State.Phase.IsEnded() || (State.Phase == RolloutPhase.Halted && Tally.Outstanding == 0 && Control.Abort is null && !GoesOn);

    private bool GoesOn => State.Halt is { } halt
        && (PhaseDecision.IsAccepted(halt, State.Halts, Control) || (Plan.Rollback is { OnHalt: true } && halt.RollbackRefused is null));
}
