using System.Text.Json;
using System.Text.Json.Serialization;
using ChefActors.Core.Commands;

namespace ChefActors.Core.Rollouts;

/// <summary>What every target of a rollout is asked: a command without ids and times.</summary>
public sealed record RolloutCommand
{
    /// <summary>What to do.</summary>
    public CommandKind Kind { get; init; }

    /// <summary>How the run-list meets chef-client.</summary>
    public RunMode Mode { get; init; }

    /// <summary>Items of Chef's grammar.</summary>
    public IReadOnlyList<string> RunList { get; init; } = [];

    /// <summary>The name for <see cref="RunMode.Named"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? NamedRunList { get; init; }

    /// <summary>A JSON object of attributes.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Attributes { get; init; }

    /// <summary>What a query asks.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Query { get; init; }

    /// <summary>What a restart of node hosts asks; null: nothing but the restart.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public HostRestart? Restart { get; init; }

    /// <summary>Chef's why-run.</summary>
    public bool WhyRun { get; init; }

    /// <summary>Seconds from the dispatch in which a node must claim it; at most 30 days.</summary>
    public int AcceptWithinS { get; init; } = 600;

    /// <summary>Seconds that the run may take.</summary>
    public int RunTimeoutS { get; init; } = 1800;

    /// <summary>Seconds that chef-client waits for its own lock.</summary>
    public int LockWaitS { get; init; } = 600;

    /// <summary>What to do when the outcome cannot be known.</summary>
    public InterruptPolicy OnInterrupt { get; init; }

    /// <summary>Starts in all, 1 to 3.</summary>
    public int Attempts { get; init; } = 1;

    /// <summary>The command for one node.</summary>
    /// <param name="rollout">The rollout's id, which is the command's too.</param>
    /// <param name="node">The node.</param>
    /// <param name="epoch">The owner's epoch.</param>
    /// <param name="cluster">The cluster's id.</param>
    /// <param name="issuedBy">Who issued the rollout.</param>
    /// <param name="now">The owner's now: ZooKeeper's time.</param>
    public Command For(string rollout, string node, int epoch, string cluster, string issuedBy, DateTimeOffset now) => new()
    {
        Id = rollout,
        Rollout = rollout,
        Node = node,
        Epoch = epoch,
        Kind = Kind,
        Mode = Mode,
        RunList = RunList,
        NamedRunList = NamedRunList,
        Attributes = Attributes,
        Query = Query,
        Restart = Restart,
        WhyRun = WhyRun,
        AcceptBy = now.AddSeconds(AcceptWithinS),
        RunTimeoutS = RunTimeoutS,
        LockWaitS = LockWaitS,
        OnInterrupt = OnInterrupt,
        Attempts = Attempts,
        Cluster = cluster,
        IssuedAt = now,
        IssuedBy = issuedBy,
    };
}
