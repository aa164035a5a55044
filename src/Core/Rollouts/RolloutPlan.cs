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

    /// <summary>Seconds that an offline node is waited for; 0: it is given <c>offline</c> when its turn comes.</summary>
    public int OfflineWaitS { get; init; }
}
