using ChefActors.Core.Rollouts;
using ChefActors.Core.Targets;

namespace ChefActors.Controller.Planning.Plans;

/// <summary>A plan as it was written: every value read and in its range, nothing resolved. What needs no fleet is as the rollout has it already.</summary>
internal sealed record PlanDocument
{
    /// <summary>The rollout's name; null: what is run.</summary>
    public string? Name { get; init; }

    /// <summary>What every target is asked.</summary>
    public required RolloutCommand Command { get; init; }

    /// <summary>The target.</summary>
    public required TargetExpression Target { get; init; }

    /// <summary>The target as it was written.</summary>
    public required string TargetText { get; init; }

    /// <summary>Where the target stands; null: in no file.</summary>
    public PlanPlace? TargetAt { get; init; }

    /// <summary>The waves, from 1, the last of which is to reach all.</summary>
    public required IReadOnlyList<PlannedWave> Waves { get; init; }

    /// <summary>Who goes first.</summary>
    public WaveOrder Order { get; init; } = new WaveOrder.Spread("location");

    /// <summary>What halts it.</summary>
    public PlannedHalt Halt { get; init; } = new();

    /// <summary>What becomes of claimed commands when it halts.</summary>
    public HaltAction OnHalt { get; init; }

    /// <summary>What becomes of offline nodes.</summary>
    public OfflinePolicy Offline { get; init; }

    /// <summary>Seconds that they are waited for.</summary>
    public int OfflineWaitS { get; init; }

    /// <summary>Seconds that a node may be gone.</summary>
    public int GraceS { get; init; } = 120;

    /// <summary>Seconds in which a node that reboots must be back; null: it counts as it is.</summary>
    public int? RebootVerifyS { get; init; }

    /// <summary>The shared budget of runs.</summary>
    public PacePlan? Pace { get; init; }

    /// <summary>How it is taken back.</summary>
    public RollbackPlan? Rollback { get; init; }

    /// <summary>Who is told.</summary>
    public NotifyPlan? Notify { get; init; }

    /// <summary>SHA-256 of the file in hex, lower case; null: it came from arguments.</summary>
    public string? Hash { get; init; }
}
