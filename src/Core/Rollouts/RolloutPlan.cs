using System.Text.Json.Serialization;

namespace ChefActors.Core.Rollouts;

/// <summary>Payload of <c>/rollout/&lt;id&gt;</c>: what was asked for. Immutable once written.</summary>
public sealed record RolloutPlan
{
    /// <summary>Payload version.</summary>
    public int V { get; init; } = 1;

    /// <summary>The rollout's id.</summary>
    public required string Id { get; init; }

    /// <summary>For people, such as <c>cookbook_c 1.4</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The cluster's id.</summary>
    public required string Cluster { get; init; }

    /// <summary>Who issued it, as <c>user@host</c>.</summary>
    public required string IssuedBy { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>What every target is asked.</summary>
    public required RolloutCommand Command { get; init; }

    /// <summary>The target as it was written.</summary>
    public required string Target { get; init; }

    /// <summary>The waves, in order.</summary>
    public required IReadOnlyList<WavePlan> Waves { get; init; }

    /// <summary>Seconds that a node may be gone before it is <c>unreachable</c>.</summary>
    public int GraceS { get; init; } = 120;

    /// <summary>What becomes of nodes that are offline when their turn comes.</summary>
    public OfflinePolicy Offline { get; init; }

    /// <summary>Seconds that an offline node is waited for; 0: not at all.</summary>
    public int OfflineWaitS { get; init; }

    /// <summary>What halts it, besides the waves' own budgets; null: nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public HaltRules? Halt { get; init; }

    /// <summary>What becomes of claimed commands when a rule halts it.</summary>
    public HaltAction OnHalt { get; init; }

    /// <summary>Seconds in which a node that reboots must be back to count; null: it counts as it is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? RebootVerifyS { get; init; }

    /// <summary>The shared budget of runs; null: none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PacePlan? Pace { get; init; }

    /// <summary>How it is taken back; null: it is not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RollbackPlan? Rollback { get; init; }

    /// <summary>Who is told; null: nobody.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public NotifyPlan? Notify { get; init; }

    /// <summary>The rollout whose unsuccessful nodes this one takes; null: it is no retry.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? RetryOf { get; init; }

    /// <summary>The rollout that this one takes back; null: it is no rollback.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? RollsBack { get; init; }

    /// <summary>SHA-256 of the plan's file, in hex; null: it came from arguments.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? PlanHash { get; init; }

    /// <summary>More than this share of the nodes that it counts on, gone at once, is a mass loss: 1 to 100.</summary>
    public int MassLossPercent { get; init; } = 20;
}
