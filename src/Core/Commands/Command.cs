using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChefActors.Core.Commands;

/// <summary>One typed request to one node, as it stands in <c>/node/&lt;name&gt;/inbox/&lt;id&gt;</c> (CONTRACT, section 4).</summary>
public sealed record Command
{
    /// <summary>Payload version.</summary>
    public int V { get; init; } = 1;

    /// <summary>The command's id: its rollout's, or <c>slot-&lt;mzxid&gt;</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The rollout; null for a slot's command.</summary>
    public string? Rollout { get; init; }

    /// <summary>The node that it is for.</summary>
    public required string Node { get; init; }

    /// <summary>The epoch of the controller that dispatched it; for people and logs only.</summary>
    public int Epoch { get; init; }

    /// <summary>What to do.</summary>
    public CommandKind Kind { get; init; }

    /// <summary>How the run-list meets chef-client.</summary>
    public RunMode Mode { get; init; }

    /// <summary>Items of Chef's grammar; empty for <see cref="RunMode.Named"/> and <see cref="RunMode.Full"/>.</summary>
    public IReadOnlyList<string> RunList { get; init; } = [];

    /// <summary>The name for <see cref="RunMode.Named"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? NamedRunList { get; init; }

    /// <summary>A JSON object of attributes; absent and empty mean none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Attributes { get; init; }

    /// <summary>What a command of kind <see cref="CommandKind.Query"/> asks; read by <see cref="Queries.QueryReader"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Query { get; init; }

    /// <summary>What a command of kind <see cref="CommandKind.Restart"/> asks; null: nothing but the restart.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public HostRestart? Restart { get; init; }

    /// <summary>Chef's why-run: nothing is changed.</summary>
    public bool WhyRun { get; init; }

    /// <summary>The last moment, by ZooKeeper's clock, at which it may be claimed; null for a slot's command, which never expires.</summary>
    public DateTimeOffset? AcceptBy { get; init; }

    /// <summary>Seconds that the run may take, without the wait for Chef's lock; 1 to 86,400.</summary>
    public int RunTimeoutS { get; init; } = 1800;

    /// <summary>Seconds that chef-client waits for its own lock; 0 to 86,400.</summary>
    public int LockWaitS { get; init; } = 600;

    /// <summary>What to do when the outcome cannot be known.</summary>
    public InterruptPolicy OnInterrupt { get; init; }

    /// <summary>Starts in all, 1 to 3, for a lock that was held and a Chef server that could not be reached.</summary>
    public int Attempts { get; init; } = 1;

    /// <summary>The id of the cluster it was issued in; null: not checked (a slot's).</summary>
    public string? Cluster { get; init; }

    /// <summary>When it was issued, by the controller's clock.</summary>
    public DateTimeOffset? IssuedAt { get; init; }

    /// <summary>Who issued it, as <c>user@host</c>.</summary>
    public string? IssuedBy { get; init; }

    /// <summary>W3C trace context.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TraceParent { get; init; }

    /// <summary>The node host that claimed it; null: unclaimed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Claim? Claim { get; init; }

    /// <summary>A request to stop it (transaction T9).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Cancel? Cancel { get; init; }

    /// <summary>Whether it came through the slot.</summary>
    [JsonIgnore]
    public bool IsSlot => Rollout is null;
}
