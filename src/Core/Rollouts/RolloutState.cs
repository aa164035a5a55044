using ChefActors.Core.Results;

namespace ChefActors.Core.Rollouts;

/// <summary>Payload of <c>/rollout/&lt;id&gt;/state</c>. Its znode's version is the fence of all that an owner writes.</summary>
public sealed record RolloutState
{
    /// <summary>Payload version.</summary>
    public int V { get; init; } = 1;

    /// <summary>The phase.</summary>
    public RolloutPhase Phase { get; init; }

    /// <summary>Why it is in this phase.</summary>
    public Reason? Reason { get; init; }

    /// <summary>Index of the current wave.</summary>
    public int Wave { get; init; }

    /// <summary>Grows with every takeover; for people and logs.</summary>
    public int Epoch { get; init; } = 1;

    /// <summary>The controller that wrote it.</summary>
    public string? Owner { get; init; }

    /// <summary>Number of target chunks; known from the first <see cref="RolloutPhase.Running"/> on.</summary>
    public int? Chunks { get; init; }

    /// <summary>The waves' states, in order.</summary>
    public IReadOnlyList<WaveStatus> Waves { get; init; } = [];

    /// <summary>A summary for the eye; the rows are the truth.</summary>
    public RolloutCounts? Counts { get; init; }

    /// <summary>When the first wave began.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Until when offline nodes of this wave are waited for; absolute.</summary>
    public DateTimeOffset? OfflineUntil { get; init; }

    /// <summary>Until when it holds, as a large part of the fleet vanished at once; absolute. It stays until enough nodes are back.</summary>
    public DateTimeOffset? HoldUntil { get; init; }
}
