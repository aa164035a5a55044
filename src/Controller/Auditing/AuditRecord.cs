using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;

namespace ChefActors.Controller.Auditing;

/// <summary>One line of the audit. Which fields it has goes with its type; null: not of this type, or not known.</summary>
internal sealed record AuditRecord
{
    /// <summary>Payload version.</summary>
    public int V { get; init; } = 1;

    /// <summary>From 1, one more with each line over all files.</summary>
    public long Seq { get; init; }

    /// <summary>SHA-256 of the line before, without its end, in hex; 64 zeros in the first line of all.</summary>
    public string Prev { get; init; } = AuditChain.Beginning;

    /// <summary><c>start</c>, <c>word</c>, <c>phase</c> or <c>end</c>.</summary>
    public required string Type { get; init; }

    /// <summary>When it happened, by ZooKeeper's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When it was written down, by this machine's clock: later where the daemon was away.</summary>
    public DateTimeOffset RecordedAt { get; init; }

    /// <summary>The cluster's id.</summary>
    public required string Cluster { get; init; }

    /// <summary>The rollout.</summary>
    public required string Rollout { get; init; }

    /// <summary>Whose start or word, as <c>user@host</c>.</summary>
    public string? Who { get; init; }

    /// <summary>The rollout's name, of a start.</summary>
    public string? Name { get; init; }

    /// <summary>What the nodes are asked, of a start.</summary>
    public RolloutCommand? Command { get; init; }

    /// <summary>The target as it was written, of a start.</summary>
    public string? Target { get; init; }

    /// <summary>The nodes that the target came to, of a start.</summary>
    public IReadOnlyList<string>? Nodes { get; init; }

    /// <summary>The rollout that this one retries or takes back, of a start.</summary>
    public string? Of { get; init; }

    /// <summary>The word.</summary>
    public string? Verb { get; init; }

    /// <summary>What the word says besides.</summary>
    public string? Detail { get; init; }

    /// <summary>The phase that it came to, of a phase or an end.</summary>
    public string? Phase { get; init; }

    /// <summary>Why, of a phase or an end.</summary>
    public Reason? Reason { get; init; }

    /// <summary>Of an end.</summary>
    public RolloutCounts? Counts { get; init; }
}
