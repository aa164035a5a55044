using System.Text.Json.Serialization;

namespace ChefActors.Core.Rollouts;

/// <summary>What halts a rollout besides a wave's own budget (CONTRACT, section 8, <c>halt</c>). Null: no such rule.</summary>
public sealed record HaltRules
{
    /// <summary>Failures of all waves.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Budget? Failures { get; init; }

    /// <summary>Failures in a row, by the order of the results; from 1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Consecutive { get; init; }

    /// <summary>Nodes that were <c>offline</c> when their turn came.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Budget? Offline { get; init; }

    /// <summary>Monitoring events.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public EventRule? Events { get; init; }

    /// <summary>A node that updates more than max(10, so many times the first wave's maximum); 2 to 100.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? UpdatedTimes { get; init; }
}
