using System.Collections.Immutable;
using ChefActors.Core.Nodes;
using ChefActors.Core.Rollouts;

namespace ChefActors.Controller.Rollouts;

/// <summary>A rollout as its new owner has it in hand, read or just written.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="State">The state.</param>
/// <param name="StateVersion">Its version: the fence.</param>
/// <param name="Control">The operators' words.</param>
/// <param name="ControlVersion">Their version.</param>
/// <param name="Targets">The targets, in the order in which they go.</param>
/// <param name="Rows">The rows that exist.</param>
internal sealed record LoadedRollout(
    RolloutPlan Plan,
    RolloutState State,
    int StateVersion,
    ControlDocument Control,
    int ControlVersion,
    ImmutableArray<TargetNode> Targets,
    ImmutableArray<SeenNode<RowFact>> Rows)
{
    /// <summary>Entries that are known, as they were just written.</summary>
    public ImmutableArray<SeenNode<EntryFact>> Entries { get; init; } = [];

    /// <summary>Presence that was just looked at.</summary>
    public ImmutableArray<SeenNode<PresenceFact>> Presence { get; init; } = [];
}

/// <summary>A target and the index of its wave.</summary>
internal readonly record struct TargetNode(NodeName Node, int Wave);
