using System.Collections.Immutable;
using ChefActors.Core.Rollouts;

namespace ChefActors.Controller.Rollouts;

/// <summary>What <see cref="RolloutMachine"/> learns. A closed set.</summary>
internal abstract record RolloutInput
{
    private RolloutInput()
    {
    }

    /// <summary>Time went by.</summary>
    internal sealed record Tick : RolloutInput;

    /// <summary>Rows as read.</summary>
    internal sealed record RowsSeen(ImmutableArray<SeenNode<RowFact>> Rows) : RolloutInput;

    /// <summary>Rows, and entries that were read after them.</summary>
    internal sealed record EntriesSeen(ImmutableArray<SeenNode<RowFact>> Rows, ImmutableArray<SeenNode<EntryFact>> Entries) : RolloutInput;

    /// <summary>Presence as read.</summary>
    internal sealed record PresenceSeen(ImmutableArray<SeenNode<PresenceFact>> Nodes) : RolloutInput;

    /// <summary>The operators' words as read.</summary>
    internal sealed record ControlSeen(ControlDocument Control, int Version) : RolloutInput;

    /// <summary>Monitoring events as read.</summary>
    internal sealed record EventsSeen(EventsFact Events) : RolloutInput;

    /// <summary>The shared budget as read.</summary>
    internal sealed record PaceSeen(PaceFact Pace) : RolloutInput;

    /// <summary>The answer to <see cref="RolloutEffect.Resync"/>.</summary>
    internal sealed record Resynced(
        RolloutEffect.Resync For, RolloutState State, int StateVersion, ControlDocument Control, int ControlVersion, ImmutableArray<SeenNode<RowFact>> Rows)
        : RolloutInput;

    /// <summary>The answer to <see cref="RolloutEffect.Verify"/>: every row that exists and was not final.</summary>
    internal sealed record Verified(RolloutEffect.Verify For, ImmutableArray<SeenNode<RowFact>> Rows) : RolloutInput;

    /// <summary>The answer to a write.</summary>
    internal sealed record Answered(RolloutEffect.Write Write, WriteAnswer Answer) : RolloutInput;

    /// <summary>The rollback that <see cref="RolloutEffect.RollBack"/> asked for cannot be.</summary>
    internal sealed record RollbackRefused(string Why) : RolloutInput;

    /// <summary>The connection went away in the middle of a read.</summary>
    internal sealed record ReadLost(RolloutEffect Read) : RolloutInput;

    /// <summary>The connection is back: what was read may be out of date.</summary>
    internal sealed record Reconnected : RolloutInput;
}
