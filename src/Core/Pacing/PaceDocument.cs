namespace ChefActors.Core.Pacing;

/// <summary>Payload of <c>/pace/&lt;chef-server&gt;</c>: who takes runs from the shared budget, and when each may take its next.</summary>
public sealed record PaceDocument
{
    /// <summary>Payload version.</summary>
    public int V { get; init; } = 1;

    /// <summary>Runs per minute of all takers together: the lowest that any of them asks for.</summary>
    public int RunsPerMinute { get; init; }

    /// <summary>When the next run may be taken, by whomever; ZooKeeper's time.</summary>
    public DateTimeOffset Next { get; init; }

    /// <summary>Those who take, each rollout once.</summary>
    public IReadOnlyList<PaceTaker> Takers { get; init; } = [];
}
