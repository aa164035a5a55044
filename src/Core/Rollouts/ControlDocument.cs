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

    /// <summary>Set once, never taken back.</summary>
    public AbortWord? Abort { get; init; }

    /// <summary>All words, oldest first: the audit.</summary>
    public IReadOnlyList<ControlWord> Words { get; init; } = [];
}
