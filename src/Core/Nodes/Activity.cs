using System.Text.Json.Serialization;
using ChefActors.Core.Results;
using ChefActors.Core.Znodes;

namespace ChefActors.Core.Nodes;

/// <summary>What a node host is doing, for the eye only.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<ActivityState>))]
public enum ActivityState
{
    /// <summary>Nothing.</summary>
    Idle,

    /// <summary>chef-client waits for its own lock.</summary>
    WaitingLock,

    /// <summary>chef-client runs.</summary>
    Running,

    /// <summary>A run is being stopped.</summary>
    Stopping,

    /// <summary>Nothing can start; <see cref="Activity.WaitsFor"/> says why.</summary>
    Blocked,

    /// <summary>Its actors crash again and again; <see cref="Activity.Reason"/> says what and what comes next. It stands until a life works again.</summary>
    CrashLooping,
}

/// <summary>Payload of <c>/node/&lt;name&gt;/activity</c>. At most one write per 5 s, none for runs under 5 s.</summary>
public sealed record Activity
{
    /// <summary>Payload version.</summary>
    public int V { get; init; } = 1;

    /// <summary>What it does.</summary>
    public ActivityState State { get; init; }

    /// <summary>The command that runs.</summary>
    public string? Command { get; init; }

    /// <summary>Since when.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Resources done so far, as far as the output tells.</summary>
    public int? ResourcesDone { get; init; }

    /// <summary>What it waits for, such as <c>chef lock, pid 812</c>.</summary>
    public string? WaitsFor { get; init; }

    /// <summary>Why it is so, for states that tell a fault; else null.</summary>
    public Reason? Reason { get; init; }

    /// <summary>Commands that wait for their turn.</summary>
    public int Queue { get; init; }
}
