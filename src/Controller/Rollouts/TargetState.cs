using ChefActors.Core.Nodes;
using ChefActors.Core.Results;

namespace ChefActors.Controller.Rollouts;

/// <summary>All that the owner of a rollout knows of one target.</summary>
internal sealed record TargetState
{
    /// <summary>The node.</summary>
    public required NodeName Node { get; init; }

    /// <summary>Its turn: nodes go in this order, wave after wave.</summary>
    public required int Position { get; init; }

    /// <summary>The index of its wave.</summary>
    public required int Wave { get; init; }

    /// <summary>Its row.</summary>
    public RowFact Row { get; init; } = new RowFact.Missing();

    /// <summary>Its entry; null: never read, or read before something that may have changed it.</summary>
    public EntryFact? Entry { get; init; }

    /// <summary>When <see cref="Entry"/> was seen, by the owner's clock.</summary>
    public DateTimeOffset EntryAt { get; init; }

    /// <summary>Its presence; null: not looked at.</summary>
    public PresenceFact? Presence { get; init; }

    /// <summary>When <see cref="Presence"/> was seen, by the owner's clock.</summary>
    public DateTimeOffset PresenceAt { get; init; }

    /// <summary>Since when no node host is there that could finish its command; null: one is, or nobody looked.</summary>
    public DateTimeOffset? MissingSince { get; init; }

    /// <summary>The result that it gets without a dispatch, as a dispatch was refused.</summary>
    public CommandResult? Refusal { get; init; }

    /// <summary>A read of its row is under way.</summary>
    public bool ReadingRow { get; init; }

    /// <summary>A read of its entry is under way.</summary>
    public bool ReadingEntry { get; init; }

    /// <summary>A read of its presence is under way.</summary>
    public bool ReadingPresence { get; init; }

    /// <summary>Its row must be read again.</summary>
    public bool RowIsStale { get; init; }

    /// <summary>Its changes are told as they happen.</summary>
    public bool Watched { get; init; }

    /// <summary>It was seen back after the reboot that its run asked for.</summary>
    public bool IsBack { get; init; }

    /// <summary>Where it stands, by its row.</summary>
    public NodeStanding Standing => Row switch
    {
        RowFact.Ended ended => NodeStanding.EndedAs(ended.Result.State),
        RowFact.Empty => NodeStanding.Outstanding,
        _ => NodeStanding.Pending,
    };
}
