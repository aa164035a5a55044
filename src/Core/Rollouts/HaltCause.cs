using System.Text.Json.Serialization;

namespace ChefActors.Core.Rollouts;

/// <summary>The rule that halted a rollout, and the numbers that it was decided on.</summary>
/// <param name="Rule">Such as <c>failures</c>; see docs/contract.md.</param>
/// <param name="Text">For people: value, limit, and what is still outstanding.</param>
/// <param name="At">When, by the owner's clock.</param>
/// <param name="Until">When the rollout is aborted unless an operator speaks.</param>
public sealed record HaltCause(string Rule, string Text, DateTimeOffset At, DateTimeOffset Until)
{
    /// <summary>The wave whose rule it was; null: the rollout's.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Wave { get; init; }

    /// <summary>What was counted; null: nothing was.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Value { get; init; }

    /// <summary>The limit; null: the rule has none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Limit { get; init; }

    /// <summary>Why the rollback that the plan wants with a halt was refused; null: it was not, or is not wanted.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? RollbackRefused { get; init; }

    /// <summary>How many commands were outstanding: so many can still fail.</summary>
    public int Outstanding { get; init; }

    /// <summary>The nodes that made it, the newest first, at most 10.</summary>
    public IReadOnlyList<string> Nodes { get; init; } = [];
}
