using System.Text.Json.Serialization;

namespace ChefActors.Core.Rollouts;

/// <summary>Payload of <c>/rollout/&lt;id&gt;/control</c>: the operators' words that stand, and all that were spoken.</summary>
public sealed record ControlDocument
{
    /// <summary>Payload version.</summary>
    public int V { get; init; } = 1;

    /// <summary>Nothing new is dispatched.</summary>
    public bool Paused { get; init; }

    /// <summary>Names of approved waves.</summary>
    public IReadOnlyList<string> Approved { get; init; } = [];

    /// <summary>The number of the last halt that an operator accepted (<see cref="RolloutState.Halts"/>); 0: none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int AcceptFailures { get; init; }

    /// <summary>When an operator said last to go on; a hold that began before it is over.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? ResumedAt { get; init; }

    /// <summary>Set once, never taken back.</summary>
    public AbortWord? Abort { get; init; }

    /// <summary>All words, oldest first: the audit.</summary>
    public IReadOnlyList<ControlWord> Words { get; init; } = [];
}
