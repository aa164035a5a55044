using System.Text.Json.Serialization;
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

    /// <summary>Since when it holds.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? HoldSince { get; init; }

    /// <summary>Until when the current wave soaks; absolute. It stays until the next wave begins.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? SoakUntil { get; init; }

    /// <summary>Until when an approval, or a gate's data, is waited for; absolute. It stays until the next wave begins.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? GateUntil { get; init; }

    /// <summary>The rule that halted it; null: none has, or an operator has accepted it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public HaltCause? Halt { get; init; }

    /// <summary>How often a rule has halted it: what an operator accepts is a halt by its number.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Halts { get; init; }

    /// <summary>What was accepted when it was resumed last; null: nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AcceptedFailures? Accepted { get; init; }

    /// <summary>The rollout that took it back; null: none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? RolledBackBy { get; init; }

    /// <summary>Chunks of folded results of an ended rollout; null: the rows are not folded. With it rows may be gone: a row that stands overrides its folded copy.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Folded { get; init; }

    /// <summary>The compaction is over: only rows that may still change, or have since, stand as znodes.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Compacted { get; init; }

    /// <summary>It is being removed from the history: what is left of it is no rollout any more.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Removing { get; init; }
}
