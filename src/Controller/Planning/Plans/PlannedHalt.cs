using ChefActors.Core.Rollouts;

namespace ChefActors.Controller.Planning.Plans;

/// <summary>What halts a rollout, as it was written. Null: no such rule.</summary>
internal sealed record PlannedHalt
{
    /// <summary>The contract's default of both budgets of failures.</summary>
    public static readonly Amount FailuresByDefault = new(10, IsPercent: true);

    /// <summary>The contract's default of the budget of offline nodes.</summary>
    public static readonly Amount OfflineByDefault = new(20, IsPercent: true);

    /// <summary>Failures of a wave.</summary>
    public Amount? WaveFailures { get; init; } = FailuresByDefault;

    /// <summary>Failures of all.</summary>
    public Amount? Failures { get; init; } = FailuresByDefault;

    /// <summary>Failures in a row.</summary>
    public int? Consecutive { get; init; }

    /// <summary>Nodes that were offline.</summary>
    public Amount? Offline { get; init; } = OfflineByDefault;

    /// <summary>Monitoring events.</summary>
    public EventRule? Events { get; init; }

    /// <summary>So many times the first wave's maximum of updated resources.</summary>
    public int? UpdatedTimes { get; init; }

    /// <summary>The rules for so many targets.</summary>
    public HaltRules RulesFor(int targets) => new()
    {
        Failures = Failures?.BudgetOf(targets),
        Consecutive = Consecutive,
        Offline = Offline?.BudgetOf(targets),
        Events = Events,
        UpdatedTimes = UpdatedTimes,
    };
}
