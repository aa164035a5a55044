using ChefActors.Controller.Planning.Plans;
using ChefActors.Core.Targets;

namespace ChefActors.Controller.Planning;

/// <summary>A restart of node hosts as it was asked for: arguments that were read, nothing decided.</summary>
internal sealed record RestartRequest
{
    /// <summary>The target.</summary>
    public required TargetExpression Target { get; init; }

    /// <summary>The target as it was written.</summary>
    public required string TargetText { get; init; }

    /// <summary>The version that they must have when they are back; null: any.</summary>
    public string? ExpectVersion { get; init; }

    /// <summary>At most so many nodes outstanding at once, from 1.</summary>
    public required int Parallel { get; init; }

    /// <summary>How long offline nodes are waited for; zero: not at all.</summary>
    public TimeSpan OfflineWait { get; init; }

    /// <summary>In which a node must begin: what runs there ends first.</summary>
    public required TimeSpan AcceptWithin { get; init; }

    /// <summary>In which a node must be back, from its claim on.</summary>
    public required TimeSpan RunTimeout { get; init; }

    /// <summary>How long a node may be gone.</summary>
    public required TimeSpan Grace { get; init; }

    /// <summary>Failures at which it halts; null: none do.</summary>
    public Amount? MaxFailures { get; init; } = PlannedHalt.FailuresByDefault;

    /// <summary>Start although another rollout is outstanding there.</summary>
    public bool AllowOverlap { get; init; }

    /// <summary>The rollout's name; null: what is asked.</summary>
    public string? Name { get; init; }
}
