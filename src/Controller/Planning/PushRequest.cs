using System.Text.Json;
using ChefActors.Controller.Planning.Plans;
using ChefActors.Core.Commands;
using ChefActors.Core.Targets;

namespace ChefActors.Controller.Planning;

/// <summary>A push as it was asked for: arguments that were read, nothing decided. Durations are whole seconds by the time they are here.</summary>
internal sealed record PushRequest
{
    /// <summary>Run-list items as they were written.</summary>
    public IReadOnlyList<string> Items { get; init; } = [];

    /// <summary>What of it the rules of a converge are about.</summary>
    public ConvergeAsked Converge => new(Items, Mode, NamedRunList, Attributes);

    /// <summary>The target.</summary>
    public required TargetExpression Target { get; init; }

    /// <summary>The target as it was written.</summary>
    public required string TargetText { get; init; }

    /// <summary>How the run-list meets chef-client; null: <c>named</c> when a name is given, else <c>override</c>.</summary>
    public RunMode? Mode { get; init; }

    /// <summary>The name for <see cref="RunMode.Named"/>.</summary>
    public string? NamedRunList { get; init; }

    /// <summary><c>--yes-replace</c> was given.</summary>
    public bool MayReplace { get; init; }

    /// <summary>Attributes; null: none.</summary>
    public JsonElement? Attributes { get; init; }

    /// <summary>Chef's why-run.</summary>
    public bool WhyRun { get; init; }

    /// <summary>At most so many nodes outstanding at once, from 1.</summary>
    public required int Parallel { get; init; }

    /// <summary>Some of the targets only.</summary>
    public TargetLimit? Limit { get; init; }

    /// <summary>What <see cref="Limit"/> chooses by.</summary>
    public ulong Seed { get; init; }

    /// <summary>How long offline nodes are waited for; zero: not at all.</summary>
    public TimeSpan OfflineWait { get; init; }

    /// <summary>The run time-out.</summary>
    public required TimeSpan RunTimeout { get; init; }

    /// <summary>The wait for Chef's own lock.</summary>
    public required TimeSpan LockWait { get; init; }

    /// <summary>In which a node must claim it.</summary>
    public required TimeSpan AcceptWithin { get; init; }

    /// <summary>How long a node may be gone.</summary>
    public required TimeSpan Grace { get; init; }

    /// <summary>Failures at which it halts; null: none do.</summary>
    public Amount? MaxFailures { get; init; } = PlannedHalt.FailuresByDefault;

    /// <summary>Start although another rollout is outstanding there.</summary>
    public bool AllowOverlap { get; init; }

    /// <summary>The rollout's name; null: what is pushed.</summary>
    public string? Name { get; init; }
}
