namespace ChefActors.Core.Pacing;

/// <summary>Payload of <c>/pace/&lt;chef-server&gt;</c>: who takes runs from the shared budget, and when each may take its next.</summary>
public sealed record PaceDocument
{
    /// <summary>Payload version.</summary>
    public int V { get; init; } = 1;

    /// <summary>Runs per minute of all takers together: the lowest that any of them asks for.</summary>
    public int RunsPerMinute { get; init; }

    /// <summary>Those who take, by their rollout's id.</summary>
    public IReadOnlyList<PaceTaker> Takers { get; init; } = [];
}
