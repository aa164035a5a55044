using System.Collections.Immutable;
using ChefActors.Core.Commands;
using ChefActors.Core.Nodes;
using ChefActors.Core.Rollouts;

namespace ChefActors.Controller.Rollouts;

/// <summary>What <see cref="RolloutMachine"/> wants done. A closed set; transactions are named as in DELIVERY, section 2.</summary>
internal abstract record RolloutEffect
{
    private RolloutEffect()
    {
    }

    /// <summary>Needs an answer before the next one is asked for: one writer, one write at a time.</summary>
    internal abstract record Write : RolloutEffect
    {
        /// <summary>The nodes that it is about; empty when it is about the rollout.</summary>
        public abstract ImmutableArray<NodeName> About { get; }
    }

    /// <summary>T3, or T11 when the next state has ended.</summary>
    internal sealed record WriteState(RolloutState Next, int StateVersion) : Write
    {
        public override ImmutableArray<NodeName> About => [];
    }

    /// <summary>T4. The commands' <c>accept_by</c> counts from <paramref name="Now"/>.</summary>
    internal sealed record DispatchBatch(ImmutableArray<NodeName> Nodes, int StateVersion, int ControlVersion, int Epoch, DateTimeOffset Now) : Write
    {
        /// <summary>What is taken from the shared budget with it, and the version that was read (-1: there is none yet); null: there is no such budget.</summary>
        public PaceFact? Spend { get; init; }

        public override ImmutableArray<NodeName> About => Nodes;
    }

    /// <summary>T4b: rows with a terminal state and without an entry.</summary>
    internal sealed record GiveTerminal(ImmutableArray<NodeResult> Nodes, int StateVersion) : Write
    {
        public override ImmutableArray<NodeName> About => [.. Nodes.Select(n => n.Node)];
    }

    /// <summary>T8.</summary>
    internal sealed record EndUnclaimed(ImmutableArray<NodeResult> Nodes, int StateVersion) : Write
    {
        public override ImmutableArray<NodeName> About => [.. Nodes.Select(n => n.Node)];
    }

    /// <summary>T9.</summary>
    internal sealed record AskToStop(ImmutableArray<StopRequest> Nodes, Cancel Cancel, int StateVersion) : Write
    {
        public override ImmutableArray<NodeName> About => [.. Nodes.Select(n => n.Node)];
    }

    /// <summary>T10.</summary>
    internal sealed record GiveUp(ImmutableArray<NodeResult> Nodes, int StateVersion) : Write
    {
        public override ImmutableArray<NodeName> About => [.. Nodes.Select(n => n.Node)];
    }

    /// <summary>Read these rows: <see cref="RolloutInput.RowsSeen"/>.</summary>
    internal sealed record ReadRows(ImmutableArray<NodeName> Nodes) : RolloutEffect;

    /// <summary>Read these nodes' rows, then their entries: <see cref="RolloutInput.EntriesSeen"/>.</summary>
    internal sealed record ReadEntries(ImmutableArray<NodeName> Nodes) : RolloutEffect;

    /// <summary>See whether these node hosts are there: <see cref="RolloutInput.PresenceSeen"/>.</summary>
    internal sealed record ReadPresence(ImmutableArray<NodeName> Nodes) : RolloutEffect;

    /// <summary>Read the operators' words: <see cref="RolloutInput.ControlSeen"/>.</summary>
    internal sealed record ReadControl : RolloutEffect;

    /// <summary>Read the monitoring events: <see cref="RolloutInput.EventsSeen"/>.</summary>
    internal sealed record ReadEvents : RolloutEffect;

    /// <summary>Read the shared budget: <see cref="RolloutInput.PaceSeen"/>.</summary>
    internal sealed record ReadPace : RolloutEffect;

    /// <summary>A rule has halted it, nothing is outstanding, and the plan wants it taken back then: T15.</summary>
    internal sealed record RollBack : RolloutEffect;

    /// <summary>An answer was lost: sync, then read state, words and these rows: <see cref="RolloutInput.Resynced"/>.</summary>
    internal sealed record Resync(ImmutableArray<NodeName> Nodes) : RolloutEffect;

    /// <summary>Before the end: sync, then read every row that is not among these final ones: <see cref="RolloutInput.Verified"/>.</summary>
    internal sealed record Verify(ImmutableArray<NodeName> Final) : RolloutEffect;

    /// <summary>From now on tell of these nodes' rows and presence as they change.</summary>
    internal sealed record Watch(ImmutableArray<NodeName> Nodes) : RolloutEffect;

    /// <summary>Tick at this time of the owner's clock; replaces the wish before.</summary>
    internal sealed record WakeAt(DateTimeOffset Time) : RolloutEffect;

    /// <summary>Nothing more will come.</summary>
    internal sealed record Stop(StopReason Reason) : RolloutEffect;
}
